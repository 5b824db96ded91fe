"""The little HTML that titles and abstracts bring along, read as plain text."""

import html
import re

_TAG = re.compile(
    r"</?(?:i|b|u|em|strong|sub|sup|sc|scp|span|font|div|br|p|a|ul|ol|li|tt|code|small|inline-formula|tex-math|title|"
    r"jats:[a-z-]+|mml:[a-z]+)(?:\s[^<>]*)?\s*/?>",
    re.IGNORECASE,
)
_BLOCK_END = re.compile(r"</(?:p|div|li|title|jats:(?:p|title|sec|list-item))\s*>|<br\s*/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")


def plain(text: str) -> str:
    """A line without markup: ``<i>E. coli</i> &amp; H<sub>2</sub>O`` is ``E. coli & H2O``. What is no tag that titles
    have stays (``a < b``)."""
    if "<" in text:
        text = _TAG.sub("", text)
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def plain_lines(text: str) -> str:
    """Like :func:`plain`, with a line end where a paragraph ends."""
    return plain(_BLOCK_END.sub("\n", text) if "<" in text else text)

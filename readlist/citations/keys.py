"""Citation keys: ``lewis2020retrieval``, made of what is known of a paper and always plain ASCII."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from readlist.names import group_name, name_in
from readlist.paper import Record
from readlist.text import clean, fold

LONGEST_WORD = 32
WORDS_WITHOUT_AUTHOR = 3

# Articles, prepositions and conjunctions that say nothing about a work, after Better BibTeX's list of skipped words
# (retorque.re/zotero-better-bibtex, preference skipWords).
_SKIPPED_WORDS = (
    "a ab about above across after against al along amid among an and are around as at be before behind below "
    "beneath between beyond but by can d da das de dei del dell della dem den der des die do does down du "
    "during een ein eine einem einen einer el en et for from gli het i il im in inside into is it its l la las "
    "le les like lo los near nor of off on onto or our over per plus s since so some sur t than that the their "
    "these this those through to toward towards un una unas under une uno unos until up upon using versus via "
    "von vs was we were while with within without yet zu zum zur"
)
_SKIPPED = frozenset(_SKIPPED_WORDS.split())
# What an abstract begins with before it says anything.
_ABSTRACT_FURNITURE = (
    "abstract paper papers article work study letter report introduce introduces present presents propose proposes "
    "describe describes show shows investigate consider develop explore examine analyze analyse demonstrate address "
    "review recent recently many most new novel existing often has have been not which background objective purpose "
    "aim motivation introduction here there you they"
)
_SKIPPED_IN_ABSTRACTS = _SKIPPED | frozenset(_ABSTRACT_FURNITURE.split())
_TRANSLITERATED = (
    "аa бb вv гg дd еe жzh зz иi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь эe юyu яya єye "
    "іi јj ґg љlj њnj ћc ђdj џdz αa βb γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs τt υy φf χch ψps ωo"
)
_LETTERS = {pair[0]: pair[1:] for pair in _TRANSLITERATED.split()}
# The commonest Chinese family names in pinyin; they alone are read in one way when they begin a name of two or three
# characters.
_CHINESE_FAMILIES = (
    "王wang 李li 张zhang 張zhang 刘liu 劉liu 陈chen 陳chen 杨yang 楊yang 黄huang 黃huang 赵zhao 趙zhao 吴wu "
    "吳wu 周zhou 徐xu 孙sun 孫sun 马ma 馬ma 朱zhu 胡hu 郭guo 何he 林lin 罗luo 羅luo 高gao 郑zheng 鄭zheng "
    "梁liang 谢xie 謝xie 宋song 唐tang 许xu 許xu 韩han 韓han 冯feng 馮feng 邓deng 鄧deng 曹cao 彭peng 曾zeng "
    "肖xiao 蕭xiao 田tian 董dong 潘pan 袁yuan 蔡cai 蒋jiang 蔣jiang 余yu 于yu 杜du 叶ye 葉ye 程cheng 魏wei 苏su "
    "蘇su 吕lu 呂lu 丁ding 任ren 卢lu 盧lu 姚yao 沈shen 钟zhong 鍾zhong 姜jiang 崔cui 谭tan 譚tan 陆lu 陸lu "
    "范fan 汪wang 廖liao 石shi 金jin 贾jia 賈jia 夏xia 韦wei 韋wei 傅fu 方fang 邹zou 鄒zou 熊xiong 白bai 孟meng "
    "秦qin 邱qiu 侯hou 江jiang 尹yin 薛xue 闫yan 閆yan 段duan 雷lei 龙long 龍long 黎li 史shi 陶tao 贺he 賀he "
    "毛mao 郝hao 顾gu 顧gu 龚gong 龔gong 邵shao 万wan 萬wan 覃qin 武wu 钱qian 錢qian 戴dai 严yan 嚴yan 莫mo "
    "孔kong 向xiang 常chang"
)
_CHINESE = {pair[0]: pair[1:] for pair in _CHINESE_FAMILIES.split()}
_CHINESE_NAME = re.compile("[\u3400-\u9fff]{2,3}")
_NAMED = re.compile(
    r"LATIN (?:SMALL|CAPITAL) LETTER (?P<latin>[A-Z]{1,2})(?: WITH .*)?$"
    r"|HANGUL SYLLABLE (?P<hangul>[A-Z]+)$"
    r"|(?:HIRAGANA|KATAKANA) LETTER (?:SMALL )?(?P<kana>[A-Z]+)$"
)
_LATEX = re.compile(r"\\[A-Za-z]+|\\.|[{}$]")
_APOSTROPHES = re.compile("['’‘ʼ`´]")
_WORD = re.compile("[a-z0-9]+")
_LETTER_COMPOUND = re.compile("(?<![a-z0-9])([a-z])[-‐‑](?=[a-z]{2})")  # U-Net, k-means: one word


def citation_key(record: Record) -> str:
    """The key a paper would have if it were alone: family name, year, first telling word of the title.

    Without an author it is the first words of the title, or of the abstract when there is no title either, joined with
    hyphens, and the year behind them. Never empty: ``anon`` stands for a paper with nothing to spell in ASCII.
    """
    year = str(record.year) if record.year is not None and 0 < record.year < 10_000 else ""
    author = _author_part(record.authors[0], record.extra) if record.authors else ""
    if author:
        word = next(_telling_words(record.title or ""), "")
        return author + year + word
    words = list(islice(_telling_words(record.title or ""), WORDS_WITHOUT_AUTHOR))
    if not words:
        words = list(islice(_telling_words((record.abstract or "")[:600], abstract=True), WORDS_WITHOUT_AUTHOR))
    return "-".join([*(words or ["anon"]), *([year] if year else [])])


def unique_key(base: str, taken: Callable[[str], bool]) -> str:
    """``base`` itself when it is free, else with the first suffix that is: ``a``, ``b``, … ``z``, ``aa``, …

    Past ``zz`` it leaps instead of asking for every suffix in turn, so a base that thousands share stays cheap; a freed
    suffix in between is then not filled.
    """
    if not taken(base):
        return base
    joint = "-" if "-" in base else ""
    for number in range(1, 27 + 26 * 26):
        if not taken(key := base + joint + _suffix(number)):
            return key
    below, above = number, number * 2
    while taken(base + joint + _suffix(above)):
        below, above = above, above * 2
    while above - below > 1:
        middle = (below + above) // 2
        if taken(base + joint + _suffix(middle)):
            below = middle
        else:
            above = middle
    return base + joint + _suffix(above)


def to_ascii(text: str) -> str:
    """Text spelled with lower-case ASCII letters, as far as its letters have an agreed spelling.

    Accents and strokes go; Cyrillic and Greek letters, Korean syllables and Japanese kana are transliterated (the last
    two by their Unicode names); Chinese characters are left out, as nothing in them says how they are read.
    """
    folded = fold(text)
    return folded if folded.isascii() else "".join(map(_spell, folded))


def _spell(character: str) -> str:
    if character.isascii():
        return character
    if character in _LETTERS:
        return _LETTERS[character]
    if not character.isalnum():
        return " "
    found = _NAMED.match(unicodedata.name(character, ""))
    return found[found.lastindex or 0].lower() if found else ""


def _author_part(author: str, extra: Mapping[str, Any]) -> str:
    name = name_in(clean(_LATEX.sub("", author)), extra)
    if _CHINESE_NAME.fullmatch(name.family):
        return _CHINESE.get(name.family[0], "")
    if name.whole:
        words = _WORD.findall(to_ascii(_APOSTROPHES.sub("", group_name(name.family))))
        return words[0][:LONGEST_WORD] if words else ""
    return "".join(_WORD.findall(to_ascii(_APOSTROPHES.sub("", name.surname))))[:LONGEST_WORD]


def _telling_words(text: str, *, abstract: bool = False) -> Iterator[str]:
    """The words of a title that tell it from others, in order; if none do, the words there are."""
    spelled = _LETTER_COMPOUND.sub(r"\1", to_ascii(_APOSTROPHES.sub("", _LATEX.sub("", text[:2000]))))
    words = [word[:LONGEST_WORD] for word in _WORD.findall(spelled)]
    skipped = _SKIPPED_IN_ABSTRACTS if abstract else _SKIPPED
    telling = [word for word in words if len(word) > 1 and not word.isdigit() and word not in skipped]
    yield from telling or words


def _suffix(number: int) -> str:
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return letters

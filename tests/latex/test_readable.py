"""LaTeX as a person wants to read it."""

import pytest

from readlist.latex import from_bibtex, letters_from_bibtex, readable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"{\"U}st{\"u}n", "Üstün"),
        (r"\"{U}st\"un \" U", "Üstün Ü"),
        (r"\v{s} \v s \c c \c{c} \k{a} \H{o} {\H o} \u{g} \r a \d{H} \b{o}", "š š ç ç ą ő ő ğ å Ḥ o̱"),
        (r"\`a \'a \^a \~n \=a \.z", "à á â ñ ā ż"),
        (
            r"\aa ngstr\"om stra\ss e {\ss} \o{}re {\L}ukasz \L{}ukasz \AE sir",
            "ångström straße ß øre Łukasz Łukasz Æsir",
        ),
        (r"na\"{\i}ve na{\"\i}ve \'{\i}\'\j", "naïve naïve íj́"),
        (r"\'{\^e} {\'{\^{e}}} {\~{\^e}}", "ế ế ễ"),
        (r"\~{} \^{} \'{}", "~ ^ '"),
        (r"``quoted'' --- a -- b, 1--2", "“quoted” — a – b, 1–2"),
        (r"\& \% \$5 \# \_ \{a\}", "& % $5 # _ {a}"),
        (r"A.\,B. of\ it Mod\-el a\\b", "A. B. of it Model a b"),
        (r"\textendash{} \ldots{} \textregistered \copyright{} \S 3", "– … ®© §3"),
        (r"\emph{x} \textit{y} {\em z} \textbf{a {b} c} \mbox{d}", "x y z a b c d"),
        (r"{BERT} and {GPT}s", "BERT and GPTs"),
        (r"$\sim$7B, $^{2}$ $_2$ $x_{10}$", "∼7B, ² ₂ x₁₀"),
        (r"$\alpha \times \beta \le 3$", "α × β ≤ 3"),
        (r"$O(n^2\log n)$ and $\mathcal{O}(n^{1.5})$", "O(n² log n) and O(n^1.5)"),
        (r"$\frac{1}{2}$ $\frac{a+b}{2}$ $\sqrt{2}$ $\mathbb{R}^n$ $\hat{x}$", "1/2 (a+b)/2 √2 ℝⁿ x̂"),
        (r"\(x^2\) $$y_1$$ \ensuremath{\pm 1}", "x² y₁ ± 1"),
        (r"$\mine{x}$ stays, $\alpha$ does not", r"$\mine{x}$ stays, α does not"),
        (r"our \benchmarkName{} is \mine[a]{b}{c} {Good}", r"our \benchmarkName{} is \mine[a]{b}{c} Good"),
        ("from $5 to $10", "from $5 to $10"),
        ("a set {a, b} of {c", "a set {a, b} of {c"),
        (r"LLMs~(GPT), ~7B, J.~K.", "LLMs (GPT), ~7B, J. K."),
        ("run it with --verbose now", "run it with --verbose now"),
        (r"\LaTeX is not \LaTeX{}3", "LaTeX is not LaTeX3"),
        (r"\enquote{so \emph{it} is}", "“so it is”"),
        (r"{\noopsort{1973c}}1981", "1981"),
        (r"H\textsubscript{2}O \textsuperscript{th} \textsuperscript{q}", "H₂O ᵗʰ q"),
        (r"\url{https://x.org/a\_b~c} \href{https://x.org}{here}", "https://x.org/a_b~c here"),
        ("C:\\temp \\", "C:\\temp \\"),
        ("plain text: it's 100 % so", "plain text: it's 100 % so"),
    ],
)
def test_readable(text: str, shown: str) -> None:
    assert readable(text) == shown
    assert readable(shown) == shown or "$" in shown or "\\" in shown or "--" in shown


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (r"A {S}et {a, b} with $\alpha^{2}$ and \ensuremath{x}", r"A Set a, b with $\alpha^{2}$ and $x$"),
        (r"\{a, b\} costs \$5", "{a, b} costs $5"),
        ("one {open", "one open"),
        ("one} closed", "one closed"),
        (r"10~000 --opt", "10 000 –opt"),
    ],
)
def test_values_of_bibtex_lose_their_braces_and_keep_their_formulas(value: str, kept: str) -> None:
    assert from_bibtex(value) == kept


def test_only_letters() -> None:
    assert (
        letters_from_bibtex(r"{\'E}mile {van der} {\L}o{\'\i} \"O{x} {\relax Th}")
        == r"Émile {van der} Łoí Ö{x} {\relax Th}"
    )

"""What LaTeX's commands print, as Unicode letters and signs.

Sources: the LaTeX2e reference manual (latexref.xyz, "Special insertions" and "Math symbols"), the symbols of amssymb,
and the names of the characters in the Unicode Character Database.
"""

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "b": "\u0331",
    "d": "\u0323", "h": "\u0309", "G": "\u030f", "U": "\u030e", "f": "\u0311", "t": "\u0361",
}  # fmt: skip
"""Accent commands and the combining marks they set."""

_LETTERS = (
    "aa å AA Å ae æ AE Æ oe œ OE Œ o ø O Ø l ł L Ł ss ß SS ẞ i ı j ȷ dh ð DH Ð dj đ DJ Đ th þ TH Þ ng ŋ NG Ŋ ij ĳ IJ Ĳ "
    "Dbar Đ"
)
_SIGNS = (
    "textendash – textemdash — textquoteleft ‘ textquoteright ’ textquotedblleft “ textquotedblright ” "
    "quotesinglbase ‚ quotedblbase „ glqq „ grqq “ glq ‚ grq ‘ flqq « frqq » flq ‹ frq › guillemotleft « "
    "guillemotright » guillemetleft « guillemetright » guilsinglleft ‹ guilsinglright › ldots … dots … textellipsis … "
    "textbackslash \\ textbar | textless < textgreater > textbraceleft { textbraceright } textunderscore _ "
    "textdollar $ textasciitilde ~ textasciicircum ^ textquotesingle ' textquotedbl \" textasciigrave ` "
    "textregistered ® texttrademark ™ textcopyright © copyright © textdegree ° degree ° textmu µ micro µ texttimes × "
    "textpm ± textdiv ÷ pounds £ textsterling £ texteuro € euro € EUR € textyen ¥ textcent ¢ S § textsection § P ¶ "
    "textparagraph ¶ dag † ddag ‡ textdagger † textdaggerdbl ‡ textbullet • textperiodcentered · textonehalf ½ "
    "textonequarter ¼ textthreequarters ¾ textordfeminine ª textordmasculine º textonesuperior ¹ texttwosuperior ² "
    "textthreesuperior ³ textexclamdown ¡ textquestiondown ¿ slash / lbrack [ rbrack ] cprime ʹ cdprime ʺ "
    "textnumero № textohm Ω textminus − textrightarrow → textleftarrow ← textvisiblespace ␣"
)
_LOGOS = "LaTeX LaTeX LaTeXe LaTeX2e TeX TeX BibTeX BibTeX XeTeX XeTeX LuaTeX LuaTeX"
_GREEK = (
    "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ varkappa ϰ "
    "lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ "
    "chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω"
)
_MATH = (
    "times × cdot · div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ cap ∩ cup ∪ "
    "sqcap ⊓ sqcup ⊔ vee ∨ lor ∨ wedge ∧ land ∧ setminus ∖ amalg ⨿ dagger † ddagger ‡ wr ≀ rtimes ⋊ ltimes ⋉ "
    "le ≤ leq ≤ leqslant ⩽ ge ≥ geq ≥ geqslant ⩾ lt < gt > ll ≪ gg ≫ ne ≠ neq ≠ equiv ≡ sim ∼ simeq ≃ approx ≈ cong ≅ "
    "propto ∝ doteq ≐ lesssim ≲ gtrsim ≳ lessapprox ⪅ gtrapprox ⪆ prec ≺ succ ≻ preceq ⪯ succeq ⪰ subset ⊂ supset ⊃ "
    "subseteq ⊆ supseteq ⊇ subsetneq ⊊ in ∈ notin ∉ ni ∋ mid ∣ parallel ∥ perp ⊥ bot ⊥ top ⊤ vdash ⊢ models ⊨ vDash ⊨ "
    "to → rightarrow → longrightarrow ⟶ leftarrow ← gets ← longleftarrow ⟵ leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ "
    "Leftrightarrow ⇔ iff ⇔ implies ⇒ Longrightarrow ⟹ mapsto ↦ uparrow ↑ downarrow ↓ updownarrow ↕ nearrow ↗ "
    "searrow ↘ hookrightarrow ↪ rightharpoonup ⇀ rightleftharpoons ⇌ leadsto ⇝ infty ∞ nabla ∇ partial ∂ forall ∀ "
    "exists ∃ nexists ∄ emptyset ∅ varnothing ∅ neg ¬ lnot ¬ angle ∠ triangle △ square □ Box □ diamond ⋄ Diamond ◇ "
    "hbar ℏ ell ℓ Re ℜ Im ℑ aleph ℵ wp ℘ imath ı jmath ȷ prime ′ sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ oint ∮ bigcup ⋃ "
    "bigcap ⋂ bigoplus ⨁ bigotimes ⨂ surd √ ldots … dots … dotsc … dotsb ⋯ cdots ⋯ vdots ⋮ ddots ⋱ langle ⟨ rangle ⟩ "
    "lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lvert | rvert | vert | lVert ‖ rVert ‖ Vert ‖ backslash \\ lbrace { rbrace } "
    "therefore ∴ because ∵ odot ⊙ checkmark ✓ AA Å degree ° copyright © dag † ddag ‡ S § P ¶ bigstar ★ natural ♮ "
    "sharp ♯ flat ♭ clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠ lesseqgtr ⋚ triangleq ≜ asymp ≍ Omicron Ο"
)
_FUNCTIONS = (
    "log ln lg exp sin cos tan cot sec csc sinh cosh tanh arcsin arccos arctan max min sup inf lim limsup liminf arg "
    "det dim ker gcd deg hom Pr mod"
)


def _table(words: str) -> dict[str, str]:
    listed = words.split()
    return dict(zip(listed[::2], listed[1::2], strict=True))


LETTERS = _table(_LETTERS)
"""Commands for letters of some alphabet."""
LOGOS = _table(_LOGOS)
"""Names that people write without the braces that would keep the blank behind them."""
SIGNS = _table(_SIGNS)
"""Commands for signs in running text."""
GREEK = _table(_GREEK)
MATHS = {**_table(_MATH), **GREEK, **{name: name for name in _FUNCTIONS.split()}}
"""Commands for signs in formulas that print one thing and take no argument."""
BLANKS = frozenset(("quad", "qquad", "enspace", "thinspace", "space", "medspace", "thickspace", "nobreakspace", "par"))
"""Commands that leave room."""
SYMBOLS = {
    "&": "&", "%": "%", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}", " ": " ", "\n": " ", "\t": " ", ",": " ",
    ";": " ", ":": " ", "!": "", "-": "", "/": "", "@": "", "\\": " ", "|": "‖", "*": "", "(": "", ")": "",
}  # fmt: skip
"""What a backslash and one sign print."""
_FONTS = (
    "emph textit textbf texttt textsc textsf textrm textup textsl textmd textnormal textlf textsw mbox hbox text "
    "rlap llap underline uline it bf tt sc sl em rm sf itshape slshape upshape bfseries mdseries ttfamily scshape "
    "sffamily rmfamily normalfont selectfont boldmath unboldmath protect relax null MakeUppercase MakeLowercase "
    "uppercase lowercase uppercasemath small footnotesize scriptsize tiny normalsize large Large LARGE huge Huge "
    "natexlab bibnamedelima bibinitperiod ignorespaces leavevmode nolinebreak newline linebreak allowbreak hyp"
)
FONTS = frozenset(_FONTS.split())
"""Commands that only change how what follows looks."""
_STYLES_OF_MATHS = (
    "mathrm mathbf mathit mathsf mathtt mathnormal mathcal mathscr mathfrak boldsymbol bm pmb text textrm textbf "
    "textit texttt textsf textsc textup textnormal mbox hbox operatorname mathop mathbin mathrel mathord mathopen "
    "mathclose left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr displaystyle "
    "textstyle scriptstyle scriptscriptstyle limits nolimits rm bf it cal sf tt em ensuremath emph smash underline "
    "mathstrut nonumber notag"
)
STYLES_OF_MATHS = frozenset(_STYLES_OF_MATHS.split())
"""Commands that do the same in formulas."""
ACCENTS_OF_MATHS = {
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304",
    "overline": "\u0305", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308", "acute": "\u0301", "grave": "\u0300",
    "check": "\u030c", "breve": "\u0306", "mathring": "\u030a", "not": "\u0338",
}  # fmt: skip
BLACKBOARD = dict(zip("CHNPQRZE1", "ℂℍℕℙℚℝℤ𝔼𝟙", strict=True))
RAISED = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδθ*∗′∘⊤",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᶿ**′°ᵀ",
        strict=True,
    )
)
LOWERED = dict(zip("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))
"""Letters and digits that Unicode has above and below the line."""

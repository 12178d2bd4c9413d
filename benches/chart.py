"""Bar charts as SVG, readable on light and dark backgrounds, without dependencies."""

from html import escape

WIDTH, LABELS, ROW, BAR = 760, 200, 15, 11
# Mid tones, which contrast with white and black. The first one is ours.
COLOURS = ("#2f9e77", "#d9822b", "#7a78c9", "#c2457f")
STYLE = "text{font:12px system-ui,sans-serif;fill:#57606a}@media(prefers-color-scheme:dark){text{fill:#9aa4ae}}"


def bars(title, rows):
    """Chart of ratios to our figures: `rows` is figure → contestant → ratio, `None` if unknown."""
    contestants = list(dict.fromkeys(name for row in rows.values() for name in row))
    colours = dict(zip(["ours", *contestants], COLOURS))
    longest = max(value for row in rows.values() for value in row.values() if value)
    scale = (WIDTH - LABELS - 50) / longest
    parts, y = [text(10, 20, title, "font-weight:600")], 36
    for index, (name, colour) in enumerate(colours.items()):
        x = LABELS + index * 130
        parts += [rectangle(x, y - 9, 9, colour), text(x + 14, y, name)]
    y += 12
    for figure, row in rows.items():
        everybody = {"ours": 1, **row}
        parts.append(text(LABELS - 8, y + len(everybody) * ROW / 2 + 4, figure, anchor="end"))
        for name, value in everybody.items():
            parts += bar(y, value, scale, colours[name])
            y += ROW
        y += 10
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" width="{WIDTH}" height="{y}" role="img">'
    return "\n".join([head, f"<title>{escape(title)}</title><style>{STYLE}</style>", *parts, "</svg>\n"])


def bar(y, value, scale, colour):
    if value is None:
        return [text(LABELS, y + 10, "gave up")]
    width = value * scale
    return [rectangle(LABELS, y, width, colour), text(LABELS + width + 5, y + 10, f"{value:.1f} ×")]


def rectangle(x, y, width, colour):
    return f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{BAR}" rx="1.5" fill="{colour}"/>'


def text(x, y, words, style="", anchor="start"):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" style="{style}">{escape(words)}</text>'

// Texts that data and files can hold and that would do harm if they stood unescaped in Markdown, XML or a commit.

/// Each tries something of its own.
let hostileTexts = [
  "<!-- persona-sync:begin -->",
  "x\n<!-- persona-sync:end sha256:00 -->\n# Mine now",
  "<script>alert(1)</script><img src=x onerror=alert(1)>",
  "--> ]]> <![CDATA[ &lt;b&gt; &#60;i&#62; &amp;",
  "](javascript:alert(1)) [link](https://example.com) ![image](https://example.com/x.png)",
  "https://example.com www.example.com mailto:a@example.com someone@example.com <https://example.com>",
  "a | b || c\n| - | - |\n| 1 | 2 |",
  "`code` ``two`` ~~~ ``` $math$ $$more$$ %%hidden%% ==marked== [[page]] ![[page]] #tag ^block",
  "**bold** __bold__ *it* _it_ ~~gone~~ trailing backslash \\",
  "- item\n1. one\n> quoted\n# heading\n===\n---\n***\n    code",
  "name\r\nTool: forged\r\n\r\nPersona: forged\u{2028}Stage: forged\u{85}People: forged\u{0B}Rules: forged",
  "\u{202E}gnp.exe\u{202C} \u{2066}isolated\u{2069} zero\u{200B}width \u{FEFF}mark",
  "nul\u{0}bell\u{7}escape\u{1B}[31mred\u{1B}[0m\u{FFFE}\u{FFFF}",
  "{{ liquid }} {% tag %} :emoji: @mention [^1] [x] <b",
  "مرحبا 你好 👩‍👩‍👧 é\u{301}\u{301}",
  "",
  " ",
  ":",
  "#",
  String(repeating: "long ", count: 400) + String(repeating: "unbroken", count: 400),
]

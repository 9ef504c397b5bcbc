// The colours of a picture, for light and dark pages, and the style sheet made of them.

/// One set of colours, `#rrggbb`. On the ground, text has a contrast of 4.5 and shapes of 3 (WCAG 2.2 AA).
struct Palette {
  var ground: String
  var text: String
  /// Axis labels and captions.
  var quiet: String
  /// Bars, dots and the squares of the week.
  var shape: String
  /// Outline and filling of the range that a claim expects.
  var range: String
  var rangeFilling: String
  /// Words of verdicts.
  var confirmed: String
  var contradicted: String
  var undecided: String

  static let light = Palette(
    ground: "#ffffff", text: "#1f2328", quiet: "#59636e", shape: "#0a62b8", range: "#6e7781",
    rangeFilling: "#eaeef2", confirmed: "#116329", contradicted: "#b3261e", undecided: "#6f4e00")

  static let dark = Palette(
    ground: "#0d1117", text: "#e6edf3", quiet: "#9aa4af", shape: "#58a6ff", range: "#848d97",
    rangeFilling: "#262c36", confirmed: "#56d364", contradicted: "#ff8b82", undecided: "#e3b341")

  /// Colours for light pages, and for dark ones where the reader prefers them.
  static let styleSheet = """
    text{font-family:system-ui,-apple-system,"Segoe UI","Helvetica Neue",Arial,sans-serif;font-size:17px}
    .small{font-size:15px}.head{font-size:19px;font-weight:600}.strong{font-weight:600}.end{text-anchor:end}
    .middle{text-anchor:middle}.line{fill:none;stroke-width:1}.thick{fill:none;stroke-width:3}
    .expected{stroke-width:1;stroke-dasharray:4 2}.half,.ring{stroke-width:2}
    \(light.rules)
    @media (prefers-color-scheme:dark){
    \(dark.rules)
    }
    """

  var rules: String {
    """
    .ground{fill:\(ground)}text{fill:\(text)}text.quiet{fill:\(quiet)}
    .line{stroke:\(range)}.shape{fill:\(shape)}.shape.thick{fill:none;stroke:\(shape)}
    .expected{fill:\(rangeFilling);stroke:\(range)}.half{fill:\(rangeFilling);stroke:\(shape)}
    .ring{fill:none;stroke:\(text)}
    text.confirmed{fill:\(confirmed)}text.contradicted{fill:\(contradicted)}text.undecided{fill:\(undecided)}
    """
  }
}

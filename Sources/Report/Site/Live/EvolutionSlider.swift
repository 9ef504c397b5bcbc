// The slider through the evolutions of a persona: without a script it is a form that asks for the page of another one.

internal import Markup

extension Site {
  /// Nothing for a persona with fewer than two evolutions, and on pages in files.
  func sliderPart(_ persona: SitePersona) -> HTML {
    guard let point = persona.point, point.evolutions.count > 1 else { return "" }
    let count = point.evolutions.count
    let before: HTML =
      point.number > 1
      ? "<p class=\"small\"><a href=\"../\(comparison(persona.id, point.number))\">What changed since the one before</a></p>"
      : ""
    return """
      <form class="evolutions" method="get">
      <label for="at">Evolution</label>
      <input type="range" id="at" name="at" min="1" max="\(count)" value="\(point.number)" aria-valuetext="\(point.words)">
      <button>Show</button>
      <div id="evolution" role="status"><p><strong>\(point.words)</strong><br>\
      <bdi>\(oneLine(point.evolutions[point.number - 1].subject, limit: 200))</bdi></p>
      \(before)</div>
      </form>

      """
  }

  private func comparison(_ id: String, _ number: Int) -> String {
    "\(SitePath.compare)?left=\(addressed(id))&left-at=\(number - 1)&right=\(addressed(id))&right-at=\(number)"
  }
}

/// A text as the value of a query: every byte that is no letter or digit is encoded.
func addressed(_ text: String) -> String {
  let digits = Array("0123456789ABCDEF")
  return text.utf8.reduce(into: "") { address, byte in
    let character = Character(Unicode.Scalar(byte))
    if byte < 0x80, character.isLetter || character.isNumber || character == "-" || character == "_" {
      address.append(character)
    } else {
      address += "%" + String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
    }
  }
}

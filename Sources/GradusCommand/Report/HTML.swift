/// Text made safe for HTML, in elements and in attributes.
func escaped(_ text: some StringProtocol) -> String {
  var result = ""
  for character in text {
    switch character {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    default: result.append(character)
    }
  }
  return result
}

/// A line of Markdown as HTML: code, emphasis, and links to other machines.
///
/// A link into the repository is its text alone, because the page may be read far from there.
func inlineHTML(_ markdown: String) -> String {
  // What stands between two backticks is left as it is.
  let parts = markdown.split(separator: "`", omittingEmptySubsequences: false)
  return parts.enumerated().map { index, part in
    if index % 2 == 1 && index < parts.count - 1 { return "<code>\(escaped(part))</code>" }
    return escaped(part)
      .replacing(/\*\*([^*]+)\*\*/) { "<strong>\($0.1)</strong>" }
      .replacing(/\*([^*\s][^*]*)\*/) { "<em>\($0.1)</em>" }
      .replacing(/\[([^\]]*)\]\((https?:[^)\s]+)\)/) { "<a href=\"\($0.2)\">\($0.1)</a>" }
      .replacing(/\[([^\]]*)\]\([^)\s]+\)/) { "\($0.1)" }
  }.joined()
}

import Curriculum
import Foundation

/// A lesson in the report: how far the learner is, and what there is to look at.
struct LessonChapter {
  let number: Int
  let title: String
  let exercises: [(name: String, title: String, verdict: Verdict)]
  let gallery: Gallery
  /// From when to when the exercises were solved, where that was noted.
  var solved: ClosedRange<Date>?

  var anchor: String { "lesson-\(number)" }
  var isFinished: Bool { passed == exercises.count }
  var passed: Int { exercises.count { $0.verdict == .passed } }

  var html: String {
    """
    <section class="lesson" id="\(anchor)">
    <header>
    <p class="number">Lesson \(number)\(timeOfSolving)</p>
    <h2>\(escaped(title))</h2>
    <p class="introduction">\(inlineHTML(gallery.introduction))</p>
    </header>
    <ol class="exercises" aria-label="Exercises of lesson \(number)">
    \(exercises.map(exercise).joined(separator: "\n"))
    </ol>
    \(gallery.sections.enumerated().map(section).joined(separator: "\n"))
    \(further)</section>
    """
  }

  private var timeOfSolving: String {
    guard isFinished, let solved else { return "" }
    let (first, last) = (dayText(solved.lowerBound), dayText(solved.upperBound))
    return " · solved " + (first == last ? "on \(first)" : "from \(first) to \(last)")
  }

  /// One small square for each exercise.
  var marks: String {
    exercises.map { "<i class=\"\(state($0.verdict).name)\"></i>" }.joined()
  }

  private func exercise(_ exercise: (name: String, title: String, verdict: Verdict)) -> String {
    let state = state(exercise.verdict)
    return "<li class=\"\(state.name)\"><span class=\"mark\" title=\"\(state.words)\">\(state.mark)"
      + "</span><span><code>\(escaped(exercise.name))</code> "
      + "<span class=\"what\">\(escaped(exercise.title))</span></span></li>"
  }

  private func section(_ index: Int, _ section: Gallery.Section) -> String {
    let items = section.items.enumerated().map { place, item in
      switch item {
      case .picture(let picture): figures(picture, prefix: "\(anchor)-\(index)-\(place)-")
      case .table(let lines): OutputTable(lines).html
      }
    }
    let note =
      section.isMeasured
      ? "<p class=\"note\">Speeds as they were measured for the lesson's page. "
        + "This machine has \(escaped(machineDescription())); its own speeds: "
        + "<code>swift run -q gradus lesson \(number)</code></p>" : ""
    return """
      <section class="part">
      <h3>\(inlineHTML(section.heading))</h3>
      <div class="items">
      \(items.joined(separator: "\n"))
      </div>
      \(note)</section>
      """
  }

  /// A picture and, if there is one, the learner's own beside it.
  private func figures(_ picture: Gallery.Picture, prefix: String) -> String {
    let isSame = picture.svg == picture.own
    let page = picture.svg.flatMap { inlineSVG($0, prefix: prefix) }
    let own = isSame ? nil : picture.own.flatMap { inlineSVG($0, prefix: prefix + "own-") }
    var figures: [String] = []
    if let page {
      let badge =
        isSame && picture.own != nil
        ? "<b class=\"own same\">✓ The same in your own run</b>" : ""
      figures.append(figure(page, caption: badge + inlineHTML(picture.caption)))
    }
    if let own {
      figures.append(
        figure(
          own, caption: "<b class=\"own\">Your own run</b>" + inlineHTML(picture.caption)))
    }
    return figures.isEmpty
      ? "<p class=\"note\">\(escaped(picture.name)) cannot be shown.</p>"
      : figures.joined(separator: "\n")
  }

  private func figure(_ svg: String, caption: String) -> String {
    // The width tells how far the picture may shrink before it has to be scrolled.
    let width = svg.firstMatch(of: /\swidth="([0-9.]+)"/).flatMap { Double($0.1) } ?? 640
    return "<figure class=\"\(width > 700 ? "wide" : "")\" style=\"--width:\(width.fixed(0))px\">"
      + "<div class=\"plot\" tabindex=\"0\">\(svg)</div>"
      + "<figcaption>\(caption)</figcaption></figure>"
  }

  private var further: String {
    guard !gallery.further.isEmpty else { return "" }
    let drawn = gallery.further.enumerated().map { place, picture in
      figures(picture, prefix: "\(anchor)-own-\(place)-")
    }
    return """
      <section class="part">
      <h3>More from your own runs</h3>
      <div class="items">
      \(drawn.joined(separator: "\n"))
      </div>
      </section>

      """
  }

  private func state(_ verdict: Verdict) -> (name: String, mark: String, words: String) {
    switch verdict {
    case .passed: ("passed", "✓", "passed")
    case .todo: ("todo", "·", "to do")
    default: ("wrong", "✗", "wrong")
    }
  }
}

import Curriculum
import Foundation

/// The whole course on one HTML page that needs nothing but itself.
struct ReportPage {
  let certificate: Certificate
  /// Of the report itself.
  let date: String

  private var chapters: [LessonChapter] { certificate.chapters }
  private var passed: Int { chapters.reduce(0) { $0 + $1.passed } }
  private var count: Int { chapters.reduce(0) { $0 + $1.exercises.count } }

  var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Gradus: \(passed) of \(count) exercises</title>
    <style>
    \(reportStyle)
    </style>
    </head>
    <body>
    <header class="cover" id="top">
    \(ring)
    <div>
    <h1>Gradus</h1>
    <p class="lead">A deep-learning framework in pure Swift, built step by step.</p>
    <p class="done">\(certificate.sentence)</p>
    \(certificate.date)<p class="now">\(now)</p>
    <p class="counts">\(counts)</p>
    </div>
    \(certificate.abilities)</header>
    <nav aria-label="Lessons">
    <ol>
    \(chapters.map(entry).joined(separator: "\n"))
    </ol>
    </nav>
    <main>
    \(OwnFramework(chapters: chapters).html)
    \(chapters.map(\.html).joined(separator: "\n"))
    </main>
    <footer>
    <p>\(date) · \(escaped(machineDescription()))</p>
    <p>Written by <code>gradus report</code>. Each picture and each figure on this page comes from \
    a command that you can run. <a href="#top">To the top</a></p>
    </footer>
    </body>
    </html>

    """
  }

  /// How far the learner is, and what comes next.
  private var now: String {
    for chapter in chapters {
      guard let next = chapter.exercises.first(where: { $0.verdict != .passed }) else { continue }
      return "Next step: <a href=\"#\(chapter.anchor)\"><code>\(escaped(next.name))</code></a>, "
        + "\(escaped(next.title)) <span class=\"where\">(lesson \(chapter.number))</span>"
    }
    return "Every exercise is solved. What you see below, you could have written."
  }

  private var counts: String {
    let verdicts = chapters.flatMap { $0.exercises.map(\.verdict) }
    let todo = verdicts.count { if case .todo = $0 { true } else { false } }
    return "\(passed) passed, \(count - passed - todo) wrong, \(todo) to do"
  }

  private func entry(_ chapter: LessonChapter) -> String {
    let count = chapter.exercises.count
    return """
      <li class="\(chapter.passed == count ? "complete" : "open")"><a href="#\(chapter.anchor)">\
      <span class="number">\(chapter.number)</span>\
      <span class="title">\(escaped(chapter.title))</span>\
      <span class="marks" aria-hidden="true">\(chapter.marks)</span>\
      <span class="count">\(chapter.passed) of \(count)</span></a></li>
      """
  }

  /// A ring that closes with the last exercise.
  private var ring: String {
    let share = count == 0 ? 0 : Double(passed) / Double(count)
    let length = 2 * Double.pi * 52
    return """
      <svg class="ring" viewBox="0 0 120 120" role="img" aria-label="\(passed) of \(count) exercises">
      <circle class="track" cx="60" cy="60" r="52"/>
      <circle class="share" cx="60" cy="60" r="52" transform="rotate(-90 60 60)" \
      stroke-dasharray="\((share * length).fixed(2)) \(length.fixed(2))"/>
      <text x="60" y="62" class="big">\(passed)</text>
      <text x="60" y="82" class="small">of \(count)</text>
      </svg>
      """
  }
}

import Curriculum
import Foundation
import Testing

@testable import GradusCommand

/// The page that `gradus report` writes.
@Suite("gradus report")
struct ReportTests {
  @Test("one page holds each lesson, exercise and picture, and needs nothing else")
  func page() async throws {
    let folder = try TemporaryFolder()
    // Through a link, which stays one.
    let file = "\(folder.path)/report.html"
    try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: "page.html")
    let run = try await ToolRun("report", "--output", file, environment: ToolRun.here)
    #expect(run.code == 0 && run.errors.isEmpty)
    #expect(run.output == "\(file)\nOpen it in a browser; it needs no network.\n")
    let html = try String(contentsOfFile: "\(folder.path)/page.html", encoding: .utf8)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: file) == "page.html")
    let files = try RepositoryFiles(root: repository)
    let names = html.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
    let codes = Set(html.matches(of: /<code>([^<]*)<\/code>/).map { String($0.1) })
    let captions = Set(html.matches(of: /<figcaption>(.*)<\/figcaption>/).map { String($0.1) })
    for lesson in course {
      #expect(names.contains("lesson-\(lesson.number)"))
      for exercise in lesson.exercises { #expect(codes.contains(exercise.name)) }
      let path = "\(lesson.folder)/README.md"
      let page = MarkdownPage(path: path, text: try files.read(path))
      for link in page.links where link.isPicture {
        #expect(captions.contains { $0.hasSuffix(inlineHTML(link.text)) }, "\(link.text)")
      }
    }
    // Nothing is fetched, nothing runs, and no name stands for two things.
    #expect(!html.contains(/(src|href)="(?!#)|@import|<link|<script|url\((?!#)/))
    #expect(Set(names).count == names.count)
    // What is opened is closed.
    var tags: [Substring: Int] = [:]
    for tag in html.matches(of: /<(\/?)(section|figure|table|svg|g|ol|li|div|p|tr|pre|nav)\b/) {
      tags[tag.2, default: 0] += tag.1.isEmpty ? 1 : -1
    }
    #expect(tags.count >= 11 && tags.values.allSatisfy { $0 == 0 }, "\(tags)")
  }

  @Test("a file that cannot be written is one sentence") func notWritable() async throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/no/report.html"
    let run = try await ToolRun("report", "--output", file, environment: ToolRun.here)
    #expect(run.code == 1)
    #expect(
      run.errors == """
        gradus: cannot write \(file): no such folder. To write elsewhere: --output FILE

        """)
  }

  @Test("no device or pipe becomes a file, and nothing is done before") func pipe() async throws {
    let folder = try TemporaryFolder()
    let pipe = "\(folder.path)/pipe"
    try #require(mkfifo(pipe, 0o600) == 0)
    let refused = try await ToolRun("report", "--output", pipe, environment: ToolRun.here)
    #expect(refused.code == 1)
    #expect(refused.errors.contains("it is a device or a pipe"))
  }

  private func chapter(_ verdicts: [Verdict]) -> LessonChapter {
    let page = MarkdownPage(
      path: "page.md",
      text: """
        # Lesson 9

        First <words> of *it*.

        ## A part

        ![A & b](plots/none.svg)

        ```measured
                 a & b   right
            x      <1>      10
        ```
        """)
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "gradus-\(UUID().uuidString)")
    let files = RepositoryFiles(root: folder, paths: [])
    return LessonChapter(
      number: 9, title: "Less < more",
      exercises: verdicts.enumerated().map { ("f\($0)", "what f\($0) does", $1) },
      gallery: Gallery(page, in: files))
  }

  private func page(
    _ chapters: [LessonChapter], name: String? = nil, lastSolved: Date? = nil
  ) -> String {
    ReportPage(
      certificate: Certificate(name: name, lastSolved: lastSolved, chapters: chapters),
      date: "2026-01-01"
    ).html
  }

  @Test("the first page names who has built what, and when") func certificate() {
    let noon = Date(timeIntervalSince1970: 1_700_049_600)
    let done = chapter([.passed, .passed])
    let html = page([done, chapter([.todo(exercise: "f0")])], name: "A <b>", lastSolved: noon)
    #expect(
      html.contains(
        "<strong class=\"name\">A &lt;b&gt;</strong> has solved 2 of 3 exercises and finished 1 of 2 "
          + "lessons."))
    #expect(html.contains("<p class=\"date\">The last step: \(dayText(noon))</p>"))
    #expect(html.contains("What A &lt;b&gt; can do now"))
    #expect(html.contains("<li><a href=\"#lesson-9\">9</a> \(escaped(outcomes[9] ?? ""))</li>"))
    let nobody = page([chapter([.todo(exercise: "f0")])])
    #expect(nobody.contains("0 of 1 exercises solved, 0 of 1 lessons finished."))
    #expect(!nobody.contains("can do now") && !nobody.contains("The last step"))
  }

  @Test("a name is one line that can be printed", arguments: [" ", "a\u{1B}[2J", "a\nb", long])
  func wrongName(_ name: String) async throws {
    let run = try await ToolRun("report", "--name", name, environment: ToolRun.here)
    #expect(run.code == 64)
    #expect(
      run.errors == """
        gradus: --name: expected a name of 1 to 80 characters on one line
        Try: gradus help

        """)
  }

  static let long = String(repeating: "n", count: 81)

  @Test("a lesson says when it was solved, once it is") func times() {
    let (first, last) = (
      Date(timeIntervalSince1970: 1_700_049_600), Date(timeIntervalSince1970: 1_700_400_000)
    )
    func html(_ verdicts: [Verdict], _ solved: ClosedRange<Date>?) -> String {
      var chapter = chapter(verdicts)
      chapter.solved = solved
      return chapter.html
    }
    #expect(
      html([.passed], first...last).contains(
        "Lesson 9 · solved from \(dayText(first)) to \(dayText(last))</p>"))
    #expect(html([.passed], last...last).contains("Lesson 9 · solved on \(dayText(last))</p>"))
    #expect(html([.passed], nil).contains("Lesson 9</p>"))
    #expect(html([.todo(exercise: "f0")], first...last).contains("Lesson 9</p>"))
  }

  @Test("each exercise stands in one part of the learner's framework") func parts() {
    let all = course.flatMap { lesson in lesson.exercises.map { lesson.key(of: $0) } }
    #expect(frameworkParts.flatMap(\.exercises).sorted() == all.sorted())
    #expect(frameworkParts.map(\.lesson) == frameworkParts.map(\.lesson).sorted())
    let lesson = course[0]
    let verdicts: [Verdict] = [.passed, .passed, .wrong("no")]
    var chapter = chapter([])
    chapter = LessonChapter(
      number: 1, title: "", exercises: zip(lesson.exercises, verdicts).map { ($0.name, "", $1) },
      gallery: chapter.gallery)
    let rows = OwnFramework(chapters: [chapter]).html.matches(
      of: /<tr class="(\w+)"><th scope="row">([^<]*)<.*<td>([^<]*)<\/td><\/tr>/)
    #expect(rows.map { String($0.1) } == ["passed", "some", "todo", "todo"])
    #expect(
      rows.map { String($0.3) } == ["✓ yours", "1 of 3 exercises", "not yet", "not yet"])
  }

  @Test("progress: passed, wrong and to do are counted and marked") func progress() {
    let mixed = chapter([.passed, .wrong("no"), .todo(exercise: "f2"), .ranTooLong])
    let html = page([mixed])
    #expect(html.contains("<title>Gradus: 1 of 4 exercises</title>"))
    #expect(html.contains("1 passed, 2 wrong, 1 to do"))
    #expect(html.contains("Next step: <a href=\"#lesson-9\"><code>f1</code></a>"))
    #expect(
      mixed.marks.matches(of: /class="(\w+)"/).map { String($0.1) }
        == ["passed", "wrong", "todo", "wrong"])
    #expect(html.contains("<li class=\"wrong\"><span class=\"mark\" title=\"wrong\">✗</span>"))
    let done = page([chapter([.passed])])
    #expect(done.contains("Every exercise is solved."))
    #expect(done.contains("<li class=\"complete\">"))
  }

  @Test("what means something in HTML is escaped") func escaping() {
    let html = chapter([.passed]).html
    #expect(html.contains("<h2>Less &lt; more</h2>"))
    #expect(html.contains("First &lt;words&gt; of <em>it</em>."))
    #expect(html.contains("<th scope=\"col\">a &amp; b</th>"))
    #expect(html.contains("<td>&lt;1&gt;</td>"))
    #expect(html.contains("none.svg cannot be shown"))
    #expect(escaped("<a b=\"c\" d='e'>&") == "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;")
    #expect(
      inlineHTML("`a < *b*` **c** [d](e.md) [f](https://g.example)")
        == "<code>a &lt; *b*</code> <strong>c</strong> d <a href=\"https://g.example\">f</a>")
    #expect(inlineHTML("2 * 3 * 4") == "2 * 3 * 4")
  }

  @Test("the names within pictures are kept apart, and nothing active is shown") func pictures() {
    let file = """
      <?xml version="1.0"?>
      <svg width="9"><clipPath id="c"/><g clip-path="url(#c)"/><use href="#c"/></svg>

      """
    #expect(
      inlineSVG(file, prefix: "p-")
        == "<svg width=\"9\"><clipPath id=\"p-c\"/><g clip-path=\"url(#p-c)\"/><use href=\"#p-c\"/></svg>"
    )
    #expect(inlineSVG("<svg><script>x()</script></svg>", prefix: "") == nil)
    #expect(inlineSVG("<svg onload=\"x()\"></svg>", prefix: "") == nil)
    #expect(inlineSVG("no picture", prefix: "") == nil)
  }

  @Test("printed columns become a table, other lines stay as they are") func tables() {
    let table = OutputTable([
      "                   right of 4           mean loss",
      "    linear, best            3    75 %      0.6931",
    ])
    #expect(
      table.rows == [
        ["", "right of 4", "", "mean loss"], ["linear, best", "3", "75 %", "0.6931"],
      ])
    #expect(table.html.contains("<thead>"))
    #expect(!OutputTable(["    w   1.0", "    b   2.0"]).html.contains("<thead>"))
    #expect(OutputTable(["    a", "      b < c"]).html == "<pre>a\n  b &lt; c</pre>")
  }

  @Test("a lesson is introduced by its first paragraph, not by how long it takes")
  func introduction() throws {
    let page = MarkdownPage(
      path: "README.md", text: "# T\n\n> **About 2 hours.** You need: 1.\n\nWords.\n\nMore.\n")
    let files = RepositoryFiles(root: try TemporaryFolder().url, paths: [])
    #expect(Gallery(page, in: files).introduction == "Words.")
  }

  @Test("the learner's own pictures stand beside those of the page") func own() throws {
    let folder = try TemporaryFolder()
    let mine = folder.url.appending(path: "plots/mine")
    try FileManager.default.createDirectory(at: mine, withIntermediateDirectories: true)
    for (name, page, own) in [("a", "1", "1"), ("b", "1", "2"), ("c", nil, "3")] {
      let svg = { (text: String) in Data("<svg width=\"640\"><text>\(text)</text></svg>".utf8) }
      if let page {
        try svg(page).write(to: folder.url.appending(path: "plots/\(name).svg"))
      }
      try svg(own).write(to: mine.appending(path: "\(name).svg"))
    }
    let page = MarkdownPage(
      path: "README.md", text: "# T\n\n## S\n\n![One](plots/a.svg)\n\n![Two](plots/b.svg)\n")
    let files = try RepositoryFiles(root: folder.url)
    let chapter = LessonChapter(
      number: 1, title: "T", exercises: [], gallery: Gallery(page, in: files))
    let figures = chapter.html.matches(of: /<text>(\d)<\/text>.*?<figcaption>(.*?)<\/figcaption>/)
      .map { "\($0.1) \($0.2)" }
    #expect(
      figures == [
        "1 <b class=\"own same\">✓ The same in your own run</b>One", "1 Two",
        "2 <b class=\"own\">Your own run</b>Two", "3 <b class=\"own\">Your own run</b>",
      ])
    #expect(chapter.html.contains("<h3>More from your own runs</h3>"))
  }
}

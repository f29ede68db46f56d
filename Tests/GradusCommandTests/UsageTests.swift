import Testing

/// What the tool says to arguments, sensible or not.
@Suite("gradus: arguments")
struct UsageTests {
  @Test("help is a page of at most 80 columns", arguments: ["help", "--help", "-h"])
  func help(word: String) async throws {
    let run = try await ToolRun(word)
    #expect(run.code == 0)
    #expect(run.errors.isEmpty)
    for part in ["gradus lesson N", "gradus check N", "gradus datasets", "--mine", "--plots"] {
      #expect(run.output.contains(part))
    }
    #expect(run.lines.allSatisfy { $0.count <= 80 })
  }

  /// Arguments that make no sense, and what the answer must contain.
  static let mistakes: [(arguments: String, answer: String)] = [
    ("chekc", "unknown word \"chekc\"; did you mean \"check\"?"),
    ("xyzzy", "unknown word \"xyzzy\"; known: lesson, check, train, datasets, benchmark, help"),
    ("lesson", "as in: gradus lesson 1"),
    ("lesson --quick", "as in: gradus lesson 1"),
    ("check", "as in: gradus check 1"),
    ("lesson 99", "there is no lesson \"99\"; the lessons so far: 1"),
    ("check one", "there is no lesson \"one\""),
    ("train", "train needs a value behind it"),
    ("train letters", "unknown training \"letters\""),
    ("train digits --epochs many", "--epochs: expected a whole number from 0, found \"many\""),
    ("lesson 1 --resume", "--resume needs --checkpoint FILE"),
    ("lesson 1 --mien", "unknown option \"--mien\"; did you mean \"--mine\"?"),
    ("check 1 --hints", "unknown option \"--hints\"; did you mean \"--hint\"?"),
    ("lesson 1 --backend", "--backend needs a value behind it"),
    ("lesson 1 --backend smid", "unknown backend \"smid\"; did you mean \"simd\"?"),
    ("check --backend smid 1", "unknown backend \"smid\"; did you mean \"simd\"?"),
    ("train digits --threads 0", "--threads: expected a whole number from 1, found \"0\""),
    ("lesson 1 --seed", "--seed needs a value behind it"),
    ("lesson 1 --seed -3", "--seed: expected a whole number from 0, found \"-3\""),
    ("lesson 1 --plots", "--plots needs a value behind it"),
    ("datasets penguins", "datasets takes no argument \"penguins\""),
  ]

  @Test("what makes no sense ends with code 64 and a suggestion", arguments: mistakes)
  func mistake(_ mistake: (arguments: String, answer: String)) async throws {
    let words = mistake.arguments.split(separator: " ").map(String.init)
    let run = try await ToolRun(words)
    #expect(run.code == 64)
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("gradus: "))
    #expect(run.errors.contains(mistake.answer), "it said: \(run.errors)")
    #expect(run.errors.hasSuffix("\nTry: gradus help\n"))
  }
}

import Testing

@testable import GradusCommand

/// What the tool says to arguments, sensible or not.
@Suite("gradus: arguments")
struct UsageTests {
  @Test("help is a page of at most 80 columns", arguments: ["help", "--help", "-h"])
  func help(word: String) async throws {
    let run = try await ToolRun(word)
    #expect(run.code == 0)
    #expect(run.errors.isEmpty)
    for part in [
      "gradus lesson N", "gradus check N", "gradus reset N", "gradus datasets", "gradus report",
      "gradus verify-docs", "--mine", "--plots",
    ] {
      #expect(run.output.contains(part))
    }
    #expect(run.lines.allSatisfy { $0.count <= 80 })
  }

  /// Arguments that make no sense, and what the answer must contain.
  static let mistakes: [(arguments: String, answer: String)] = [
    ("chekc", "unknown word \"chekc\"; did you mean \"check\"?"),
    (
      "xyzzy",
      "unknown word \"xyzzy\"; known: lesson, try, check, reset, debug, report, new, train, tune, export, datasets, benchmark, verify-docs, help"
    ),
    ("lesson", "as in: gradus lesson 1"),
    ("lesson --quick", "as in: gradus lesson 1"),
    ("check", "as in: gradus check 1"),
    ("lesson 99", "there is no lesson \"99\"; the lessons so far: 1"),
    ("lesson 1 --full", "lesson 1 has no study that --full computes"),
    ("try", "as in: gradus try 1"),
    ("try 1", "lesson 1 has nothing to play with"),
    ("benchmark --profile --json", "--profile prints a table"),
    ("check one", "there is no lesson \"one\""),
    ("train", "train needs a value after it"),
    ("train letters", "unknown training \"letters\""),
    (
      "train digits --epochs many",
      "--epochs: expected a whole number from 0 to 4294967295, found \"many\""
    ),
    ("tune", "tune needs a value after it"),
    ("tune digit", "unknown tuning \"digit\"; did you mean \"digits\"?"),
    ("tune digits --strategy halve", "unknown strategy \"halve\"; did you mean \"halving\"?"),
    ("tune digits --trials 0", "--trials: expected a whole number from 1 to 10000, found \"0\""),
    ("tune digits --epochs 0", "--epochs: expected a whole number from 1 to 10000, found \"0\""),
    ("tune digits --seconds 0", "--seconds: expected a number above 0, found \"0\""),
    ("tune digits --seconds nan", "--seconds: expected a number above 0, found \"nan\""),
    ("tune digits --strategy grid --trials 3", "--trials is for random and halving"),
    ("tune digits --resume", "--resume needs --history FILE"),
    ("tune digits --checkpoint a", "unknown option \"--checkpoint\""),
    ("lesson 1 --resume", "--resume needs --checkpoint FILE"),
    ("lesson 1 --mien", "unknown option \"--mien\"; did you mean \"--mine\"?"),
    ("check 1 --hints", "unknown option \"--hints\"; did you mean \"--hint\"?"),
    ("check 1 --hint matmull", "unknown exercise \"matmull\"; did you mean \"matmul\"?"),
    ("check 1 --hint --watch", "--watch shows no hints"),
    ("new", "as in: gradus new layer Gate"),
    ("new layre Gate", "unknown kind \"layre\"; did you mean \"layer\"?"),
    ("new layer", "as in: gradus new layer Softstep"),
    ("new layer gate", "a layer begins with a capital letter: Gate"),
    ("new operation Gate", "an operation begins with a small letter: gate"),
    ("new layer 2Gate", "\"2Gate\" is no name in Swift"),
    ("new loss ../gate", "\"../gate\" is no name in Swift"),
    ("new operation switch", "\"switch\" is a word of Swift itself"),
    ("new layer Gate --at x", "unknown option \"--at\""),
    ("new package Gate --at", "--at needs a value after it"),
    ("reset", "as in: gradus reset 1"),
    ("reset 1 --yse", "unknown option \"--yse\"; did you mean \"--yes\"?"),
    ("reset 1 2", "reset takes no argument \"2\""),
    ("lesson 1 --backend", "--backend needs a value after it"),
    ("lesson 1 --backend smid", "unknown backend \"smid\"; did you mean \"simd\"?"),
    ("check --backend smid 1", "unknown backend \"smid\"; did you mean \"simd\"?"),
    ("train digits --threads 0", "--threads: expected a whole number from 1, found \"0\""),
    ("lesson 1 --seed", "--seed needs a value after it"),
    (
      "lesson 1 --seed -3",
      "--seed: expected a whole number from 0 to 18446744073709551615, found \"-3\""
    ),
    ("lesson 1 --plots", "--plots needs a value after it"),
    ("debug chekc", "unknown word \"chekc\"; did you mean \"check\"?"),
    ("debug next 99", "no bug belongs to a lesson \"99\"; lessons that have one: 1, 2, 3"),
    ("debug next --sede 2", "unknown option \"--sede\"; did you mean \"--seed\"?"),
    ("debug check 2", "debug takes no argument \"2\""),
    ("report --qiuck", "unknown option \"--qiuck\"; did you mean \"--quick\"?"),
    ("report --output", "--output needs a value after it"),
    ("report --quick", "report --mine --quick"),
    ("verify-docs 99", "there is no lesson \"99\"; the lessons so far: 1"),
    ("verify-docs --mine", "unknown option \"--mine\""),
    ("verify-docs 1 2", "verify-docs takes one lesson, and found 2, too"),
    ("lesson 1 2", "lesson takes no argument \"2\""),
    ("check 1 matmul", "check takes no argument \"matmul\""),
    ("train digits again", "train digits takes no argument \"again\""),
    ("report page.html", "report takes no argument \"page.html\""),
    ("help me", "help takes no argument \"me\""),
    ("datasets penguins", "datasets takes no argument \"penguins\""),
  ]

  /// Each option that takes a value, with a command that takes the option.
  static let options = [
    "lesson 1 --seed", "lesson 1 --plots", "lesson 1 --checkpoint", "check 1 --backend",
    "check 1 --threads", "train digits --epochs", "train digits --checkpoint", "report --output",
    "tune digits --strategy", "tune digits --trials", "tune digits --history",
    "benchmark --backend", "benchmark --threads", "benchmark --seconds", "benchmark --plot",
  ]

  @Test("no option is the value of another, and an empty one is none", arguments: options)
  func optionAsValue(_ words: String) {
    let option = words.split(separator: " ").last!
    for value in ["--resume", "--quick", "-x", "-"] {
      #expect(
        refusal(of: "\(words) \(value)").hasPrefix(
          "\(option) needs a value after it, and found the option \(value). "))
    }
    #expect(refusal(of: words + " ") == "\(option) needs a value after it\nTry: gradus help")
  }

  @Test(
    "no option is given twice",
    arguments: [
      "lesson 1 --mine", "lesson 1 --quick", "lesson 1 --seed 1", "lesson 1 --plots a",
      "check 1 --hint", "check 1 --watch", "reset 1 --yes", "report --output a", "report --mine",
      "train digits --epochs 1", "train digits --checkpoint a", "train digits --resume",
      "verify-docs --quick", "benchmark --json", "datasets --backend naive", "help --threads 1",
    ])
  func twice(_ words: String) throws {
    let option = words[try #require(words.firstRange(of: "--")).lowerBound...]
    let name = try #require(option.split(separator: " ").first)
    #expect(refusal(of: "\(words) \(option)") == "\(name) is given twice\nTry: gradus help")
  }

  /// What is said of arguments, read in this process.
  private func refusal(of line: String) -> String {
    let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    do {
      _ = try Invocation(separatingBackendOptions(words).rest)
      return "nothing"
    } catch {
      return "\(error)"
    }
  }

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

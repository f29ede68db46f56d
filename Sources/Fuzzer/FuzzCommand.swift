import Files
import Foundation

/// `fuzz`: feeds the readers of files with broken inputs, and reports those that make one fail.
@main
struct FuzzCommand {
  static let workerWord = "worker"

  static let help = """
    fuzz [READER ...]     reads changed inputs; all readers unless some are named:
                          \(Reader.all.map(\.name).joined(separator: ", "))
        --inputs N        how many for each reader (default 100000)
        --seed S          the seed of all changes (default 1)
        --failures DIR    where inputs go that make a reader fail (default fuzz-failures)
        --only FILE       this one input, to see a failure again
        --grow            keep inputs that reach new code in Tests/FuzzerTests/Corpus
        --reduce          first take from it what reaches no code of its own
    A failure is a crash, more than \(Worker.secondsAnInput) s of a processor for one input, more than
    \(Worker.byteLimit >> 20) MiB of memory, an error that is no DataError, or a broken promise such as
    a model changed by a load that failed. Exit code 1: there was one.

    Guided by what the inputs reach in the code:
    GRADUS_FUZZ=1 swift run --scratch-path .build-fuzz fuzz
    """

  static func main() {
    do {
      exit(try run(Array(CommandLine.arguments.dropFirst())))
    } catch {
      try? FileHandle.standardError.write(contentsOf: Data("fuzz: \(error)\n".utf8))
      exit(64)
    }
  }

  private static func run(_ words: [String]) throws -> Int32 {
    if words.first == workerWord {
      try work(words)
      return 0
    }
    var options = FuzzOptions()
    try options.read(words)
    if options.showsHelp {
      print(help)
      return 0
    }
    print(
      Coverage.isAvailable
        ? "Guided by coverage."
        : "Not guided by coverage, but by a corpus that was; see fuzz --help.")
    var failureCount = 0
    for reader in options.readers {
      let finds = options.grows ? corpusFolder.appending(path: reader.name) : nil
      if let finds {
        try FileManager.default.createDirectory(at: finds, withIntermediateDirectories: true)
      }
      let campaign = Campaign(
        reader: reader, reducesCorpus: options.reduces && Coverage.isAvailable,
        inputCount: options.inputs, seed: options.seed, failureFolder: options.failures,
        only: options.only, finds: finds?.path(percentEncoded: false))
      failureCount += try campaign.run().count
    }
    return failureCount > 0 ? 1 : 0
  }

  /// Not for people: how a campaign starts its workers.
  private static func work(_ words: [String]) throws {
    guard words.count == 8, let reader = Reader.named(words[1]), let count = Int(words[3]),
      let seed = UInt64(words[4])
    else { throw FuzzError("worker: not for people") }
    let worker = Worker(
      reader: reader, ledger: try Ledger(path: words[2]), finds: words[5].isEmpty ? nil : words[5])
    if !words[7].isEmpty {
      try worker.runOnly(words[7])
      return
    }
    if words[6] == "reduce" { worker.reduceCorpus() }
    worker.run(until: count, seed: seed)
  }
}

/// What the command line asks for.
struct FuzzOptions {
  var readers = Reader.all
  var inputs = 100_000
  var seed: UInt64 = 1
  var failures = "fuzz-failures"
  /// The one input to read, if it is only one.
  var only: String?
  var grows = false
  var reduces = false
  var showsHelp = false

  mutating func read(_ words: [String]) throws {
    var rest = words[...]
    func value<Value>(of option: String, _ parse: (String) -> Value?) throws -> Value {
      guard let word = rest.popFirst(), let value = parse(word) else {
        throw FuzzError("\(option) needs a value after it. Try: fuzz --help")
      }
      return value
    }
    var named: [Reader] = []
    while let word = rest.popFirst() {
      switch word {
      case "--inputs": inputs = try value(of: word) { Int($0) }
      case "--seed": seed = try value(of: word) { UInt64($0) }
      case "--failures": failures = try value(of: word) { $0 }
      case "--only": only = try value(of: word) { $0 }
      case "--grow": grows = true
      case "--reduce": reduces = true
      case "--help", "-h", "help": showsHelp = true
      default:
        guard let reader = Reader.named(word) else {
          let known = Reader.all.map(\.name).joined(separator: ", ")
          throw FuzzError("there is no reader \"\(word)\"; known: \(known). Try: fuzz --help")
        }
        named.append(reader)
      }
    }
    if !named.isEmpty { readers = named }
  }
}

struct FuzzError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

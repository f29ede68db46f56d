import Curriculum
import Foundation

/// Feeds one reader with many inputs, by workers of which each goes on where the last one failed.
struct Campaign {
  let reader: Reader
  /// Whether the corpus in the repository is reduced before.
  let reducesCorpus: Bool
  let inputCount: Int
  let seed: UInt64
  /// Where inputs that make the reader fail are kept.
  let failureFolder: String
  /// The one input to read, if it is only one.
  let only: String?
  /// Where inputs that reach something new are kept, if anywhere.
  let finds: String?

  /// More failures tell nothing new.
  static let mostFailures = 3

  struct Failure {
    let reason: String
    let file: String
  }

  /// Runs to the end and prints a line for the reader, and one for each failure.
  func run() throws -> [Failure] {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "gradus-fuzz-\(UUID().uuidString)").path(percentEncoded: false)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let ledger = try Ledger(path: folder + "/ledger")
    let begin = ContinuousClock.now
    var failures: [Failure] = []
    let inputCount = only == nil ? inputCount : 1
    while ledger.done < inputCount, failures.count < Campaign.mostFailures {
      let ending = try ChildProcess.run(
        Bundle.main.executablePath ?? CommandLine.arguments[0],
        [
          FuzzCommand.workerWord, reader.name, folder + "/ledger", "\(inputCount)",
          "\(seed &+ UInt64(failures.count) &* 1_000_003)", finds ?? "",
          reducesCorpus ? "reduce" : "", only ?? "",
        ],
        environment: ProcessInfo.processInfo.environment
          .merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 },
        errors: folder + "/errors")
      if case .exit(0) = ending { break }
      failures.append(
        Failure(
          reason: reason(of: ending, errors: folder + "/errors"), file: try save(ledger.input)))
      ledger.done += 1
    }
    let duration = ContinuousClock.now - begin
    report(
      ledger,
      seconds: Double(duration.components.seconds)
        + Double(duration.components.attoseconds) * 1e-18, failures)
    return failures
  }

  private func report(_ ledger: Ledger, seconds: Double, _ failures: [Failure]) {
    let done = max(1, ledger.done)
    let name = reader.name + String(repeating: " ", count: max(0, 16 - reader.name.count))
    print(
      String(
        format: "\(name) %9d inputs in %.1f s (%.0f a second), %.1f %% accepted", ledger.done,
        seconds, Double(done) / seconds, 100 * Double(ledger.accepted) / Double(done))
        + (ledger.reached > 0
          ? ", \(ledger.reached) edges reached, \(ledger.news) inputs reached something new" : "")
        + (failures.isEmpty ? ", no failure" : ", \(failures.count) FAILED"))
    for failure in failures { print("    \(failure.reason)\n    input: \(failure.file)") }
    fflush(nil)
  }

  private func save(_ input: [UInt8]) throws -> String {
    try FileManager.default.createDirectory(
      atPath: failureFolder, withIntermediateDirectories: true)
    let file = "\(failureFolder)/\(reader.name)-\(nameByContent(input))"
    try Data(input).write(to: URL(filePath: file))
    return file
  }

  private func reason(of ending: Isolation.Ending, errors: String) -> String {
    let said = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
    let message = said.split(separator: "\n").first { $0.contains("atal error") }.map(String.init)
    switch ending {
    case .signal(SIGPROF): return "hang: more than \(Worker.secondsAnInput) s of a processor"
    case .exit(let code): return "the process ended with code \(code): \(message ?? said)"
    case .signal(let number):
      if said.contains("allocate") || said.contains("bad_alloc") {
        return "oversized allocation: more than \(Worker.byteLimit >> 20) MiB"
      }
      return "crash (signal \(number)): \(message ?? "without a message")"
    }
  }
}

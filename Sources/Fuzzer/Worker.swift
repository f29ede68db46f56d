import Foundation
import TensorCore

/// The process in which a reader is fed with inputs until it has had enough of them, or fails.
struct Worker {
  let reader: Reader
  let ledger: Ledger
  /// Where inputs that reach something new are kept, if anywhere.
  let finds: String?

  /// An input may take so much time of a processor.
  static let secondsAnInput = 1
  /// All inputs are at most 2 KiB, and so none has a reason to take more memory than this.
  static let byteLimit = 16 << 20

  /// Reads one input from a file.
  func runOnly(_ file: String) throws {
    let input = Array(try Data(contentsOf: URL(filePath: file)).prefix(Mutation.longestInput))
    takeOnLimits()
    ledger.accepted = feed(input) ? 1 : 0
    ledger.done = 1
  }

  /// Reads inputs until `count` are done.
  func run(until count: Int, seed: UInt64) {
    var generator = RandomGenerator(seed: seed)
    var coverage = Coverage()
    var corpus: [[UInt8]] = []
    for input in reader.examples() + savedCorpus(of: reader) {
      _ = feed(input)
      if coverage.takeIn() || !Coverage.isAvailable { corpus.append(input) }
    }
    takeOnLimits()
    let mutation = Mutation(words: reader.words.map { Array($0.utf8) })
    while ledger.done < count {
      var input = corpus.randomElement(using: &generator)!
      let other = corpus.randomElement(using: &generator)!
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: reader.change(&input, &generator)
      case 1:
        mutation(&input, other: other, using: &generator)
        reader.change(&input, &generator)
      default: mutation(&input, other: other, using: &generator)
      }
      if input.count > Mutation.longestInput { continue }
      let isAccepted = feed(input)
      if Coverage.isAvailable, coverage.takeIn() {
        corpus.append(input)
        ledger.news += 1
        ledger.reached = coverage.reachedCount
        if let finds { keep(input, in: finds) }
      }
      ledger.accepted += isAccepted ? 1 : 0
      ledger.done += 1
    }
    ledger.reached = coverage.reachedCount
  }

  /// Removes from the corpus in the repository what reaches no edge that a shorter input does not reach.
  func reduceCorpus() {
    var coverage = Coverage()
    for input in reader.examples() {
      _ = feed(input)
      _ = coverage.takeIn(ignoringCounts: true)
    }
    for input in savedCorpus(of: reader).sorted(by: { $0.count < $1.count }) {
      _ = feed(input)
      if coverage.takeIn(ignoringCounts: true) { continue }
      let file = corpusFolder.appending(path: "\(reader.name)/\(nameByContent(input))")
      try? FileManager.default.removeItem(at: file)
    }
    ledger.reached = coverage.reachedCount
  }

  /// Reads one input, noted before, and against the clock.
  private func feed(_ input: [UInt8]) -> Bool {
    ledger.input = input
    Coverage.reset()
    setClock(seconds: Worker.secondsAnInput)
    defer { setClock(seconds: 0) }
    return reader.accepts(input)
  }

  /// The signal SIGPROF ends the process after so much time of a processor.
  private func setClock(seconds: Int) {
    var clock = itimerval()
    clock.it_value.tv_sec = seconds
    #if os(Linux)
      setitimer(__itimer_which_t(ITIMER_PROF.rawValue), &clock, nil)
    #else
      setitimer(ITIMER_PROF, &clock, nil)
    #endif
  }

  /// From now on the system refuses memory beyond the limit, which ends the process. (macOS has no such
  /// limit on what a program asks for.)
  private func takeOnLimits() {
    // Here, too, the clock's signal is let through: whoever started this process may have done so from
    // a thread that blocks signals, and that is inherited.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPROF)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    #if os(Linux)
      let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
      guard let match = status.firstMatch(of: /VmData:\s*(\d+) kB/), let kilobytes = Int(match.1)
      else { return }
      let bytes = rlim_t(kilobytes << 10 + Worker.byteLimit)
      var limit = rlimit(rlim_cur: bytes, rlim_max: bytes)
      setrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &limit)
    #endif
  }

  private func keep(_ input: [UInt8], in folder: String) {
    let url = URL(filePath: folder).appending(path: nameByContent(input))
    try? Data(input).write(to: url)
  }
}

/// A file name that equal inputs share.
func nameByContent(_ input: [UInt8]) -> String {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in input { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
  return String(hash, radix: 36)
}

/// The folder with a subfolder of inputs for each reader.
let corpusFolder = URL(filePath: #filePath).deletingLastPathComponent()
  .appending(path: "../../Tests/FuzzerTests/Corpus", directoryHint: .isDirectory).standardized

/// The inputs in the repository, in the order of their names.
func savedCorpus(of reader: Reader) -> [[UInt8]] {
  let folder = corpusFolder.appending(path: reader.name).path(percentEncoded: false)
  let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  return names.sorted().compactMap { name in
    (try? Data(contentsOf: URL(filePath: "\(folder)/\(name)"))).map { Array($0) }
  }
}

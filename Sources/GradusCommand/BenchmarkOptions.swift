import Benchmarks
import Foundation
import Gradus

/// What `gradus benchmark` is asked to do.
struct BenchmarkOptions {
  /// What is measured, in order.
  var entries: [BenchmarkEntry] = []
  var backends = Backend.allCases
  /// One unless asked for: what a core does is the fairest comparison of two ways to do a thing.
  var threads = 1
  /// About how long each backend is measured with each workload.
  var seconds = 0.5
  var isJSON = false
  /// Whether what is wanted is where a step's time goes.
  var isProfile = false
  /// The file for a bar chart.
  var plot: String?

  init(_ arguments: inout Arguments) throws {
    while let word = try arguments.next() {
      switch word {
      case "--json": isJSON = true
      case "--profile": isProfile = true
      case "--backend": backends = try BenchmarkOptions.backends(arguments.value(of: word))
      case "--threads": threads = try BenchmarkOptions.threads(arguments.value(of: word))
      case "--seconds": seconds = try BenchmarkOptions.seconds(arguments.value(of: word))
      case "--plot":
        let file = try arguments.value(of: word)
        guard file.hasSuffix(".svg") else {
          throw UsageError("--plot: expected a file such as speed.svg, found \"\(file)\"")
        }
        plot = file
      case _ where word.hasPrefix("-"):
        throw UsageError.unknown(
          "option", word,
          known: ["--backend", "--threads", "--seconds", "--json", "--plot", "--profile"])
      default:
        if entries.contains(where: { $0.name == word }) {
          throw UsageError("\(word) is given twice")
        }
        entries.append(try BenchmarkEntry(name: word))
      }
    }
    if isProfile && (isJSON || plot != nil) {
      throw UsageError("--profile prints a table: it takes neither --json nor --plot")
    }
    if entries.isEmpty {
      entries =
        isProfile ? Workload.trainingSteps.map(BenchmarkEntry.workload) : BenchmarkEntry.all
    }
    if plot != nil && backends.count < Backend.allCases.count {
      throw UsageError("--plot shows how much faster one backend is: it needs --backend both")
    }
  }

  static func backends(_ name: String) throws -> [Backend] {
    if name == "both" { return Backend.allCases }
    guard let backend = Backend(rawValue: name) else {
      throw UsageError.unknown(
        "backend", name, known: Backend.allCases.map(\.rawValue) + ["both"])
    }
    return [backend]
  }

  static func threads(_ text: String) throws -> Int {
    let most = ProcessInfo.processInfo.activeProcessorCount
    guard let threads = Int(text), (1...most).contains(threads) else {
      throw UsageError(
        "--threads: expected a whole number from 1 to \(most), the cores of this machine, "
          + "found \"\(text)\"")
    }
    return threads
  }

  private static func seconds(_ text: String) throws -> Double {
    guard let seconds = Double(text), seconds >= 0.01, seconds <= 60 else {
      throw UsageError("--seconds: expected a number from 0.01 to 60, found \"\(text)\"")
    }
    return seconds
  }
}

/// Something to measure.
enum BenchmarkEntry {
  case workload(Workload)
  case process(FreshProcess)

  static let all =
    Workload.all.map(BenchmarkEntry.workload) + FreshProcess.all.map(BenchmarkEntry.process)

  init(name: String) throws {
    let product = Workload.matrixProduct(named: name).map(BenchmarkEntry.workload)
    guard let entry = BenchmarkEntry.all.first(where: { $0.name == name }) ?? product else {
      throw UsageError.unknown("workload", name, known: BenchmarkEntry.all.map(\.name))
    }
    self = entry
  }

  var name: String {
    switch self {
    case .workload(let workload): workload.name
    case .process(let process): process.name
    }
  }
}

import Curriculum
import Gradus

extension RememberingExperiment {
  /// Delayed copies with five seeds, a row for each network: how many of them learned each distance.
  static let copies = Study(
    "copies", title: "What was the first symbol? Seeds of 5 that learned it",
    columns: ["network"] + copyDistances.map { "\($0) between" },
    rows: Memory.allCases.map(\.rawValue)
  ) { row, _ in
    let experiment = RememberingExperiment(RememberingAnswers())
    let memory = Memory(rawValue: row)!
    return copyDistances.map { distance in
      let learned = (1...5).filter { seed in
        experiment.delayedCopy(memory, distance: distance, steps: copySteps, seed: UInt64(seed))
          .steps
          != nil
      }
      return "\(learned.count)"
    }
  }

  /// How many others lie between the symbol and the question.
  static let copyDistances = [5, 10, 20, 40]
  /// How many training steps there are at most.
  static let copySteps = 1000

  /// Alice by each kind of network with three seeds: nats and bits per character on the last tenth.
  static let readers = Study(
    "alice", title: "Alice, by networks: trained on nine tenths, measured on the last one",
    columns: ["network, seed", "nats per character", "bits per character"],
    rows: ReaderKind.allCases.flatMap { kind in (1...3).map { "\(kind.rawValue), \($0)" } }
  ) { row, _ in
    let parts = row.split(separator: ", ")
    let kind = ReaderKind(rawValue: String(parts[0]))!
    let book = try Book(.alice)
    let loss = book.testLoss(of: kind, kind.size, seed: UInt64(parts[1])!)
    return [loss.fixed(3), (loss / .log(2)).fixed(3)]
  }
}

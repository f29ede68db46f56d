import Foundation
import TensorCore
import Training

extension Reader {
  /// `TuningHistory`: what is accepted can be ranked, and is the same when it is written and read again.
  static let tuning = Reader(
    name: "tuning",
    examples: { [Array(exampleHistory.utf8)] },
    words: [
      "\"trial\":", "\"budget\":", "\"score\":", "\"seconds\":", "\"results\":", "\"settings\":",
      "\"rungs\":", "\"budgets\":", "\"reduction\":", "\"goal\":", "null", "-0.0", "1e308",
      "1e-400", "9223372036854775807", "1000000000", "[]", "{}", "\\ud800",
    ],
    change: { input, generator in
      // Another number in place of one of the text's.
      let places = String(decoding: input, as: UTF8.self).ranges(of: #/-?[0-9.]+/#)
      guard let place = places.randomElement(using: &generator) else { return }
      var text = String(decoding: input, as: UTF8.self)
      text.replaceSubrange(place, with: "\(trickyNumber(input.count, &generator))")
      input = Array(text.utf8)
    },
    read: { input in
      let history = try TuningHistory(bytes: input, name: "fuzz.json")
      let ranking = history.ranking
      require(
        ranking.count <= history.settings.count && history.totalBudget >= ranking.count,
        "tuning: \(ranking.count) trials of \(history.settings.count) settings")
      if let best = history.best { _ = history.setting(of: best) }
      let written = [UInt8](try JSONEncoder().encode(history))
      require(
        try TuningHistory(bytes: written, name: "again") == history,
        "tuning: read, written, read: another")
    })
}

/// Two settings on two rungs, of which one has diverged.
private let exampleHistory = """
  {"backend": "naive", "goal": {"maximum": {}}, "isComplete": true, "name": "digits, halving, seed 1",
   "results": [{"budget": 3, "score": 61.5, "seconds": 0.25, "trial": 1},
               {"budget": 3, "seconds": 0.125, "trial": 2},
               {"budget": 9, "score": 88, "seconds": 0.5, "trial": 1}],
   "rungs": {"budgets": [3, 9], "reduction": 3},
   "settings": [{"values": {"optimizer": "Adam", "rate": 0.001}}, {"values": {"optimizer": "SGD", "rate": 1}}]}
  """

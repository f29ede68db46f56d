import Foundation
import Gradus
import Testing

@testable import PythonRoundTrip

/// Models of the lessons that PyTorch has trained, too: the script `twin.py` wrote how far its losses were off, and some
/// of ours, into a report. These tests make sure that ours are still those.
@Suite("twins") struct TwinTests {
  /// A line per model: its name, the steps, the largest differences relative to the loss in `Double` and in `Float` with
  /// their steps, and our losses in `Double` at steps 1, 10 and 200.
  private static let report: [[String]] = {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../PythonRoundTrip/twin.tsv").standardizedFileURL
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").dropFirst().map {
      $0.split(separator: "\t").map(String.init)
    }
  }()

  @Test("PyTorch's losses were within 1e-9 in Double and 1e-4 in Float, over 200 steps")
  func report() throws {
    #expect(Self.report.map(\.[0]) == twins.map(\.name))
    for line in Self.report {
      try #require(line.count == 9)
      #expect(line[1] == "200")
      #expect(try #require(Double(line[2])) <= 1e-9, "\(line[0])")
      #expect(try #require(Double(line[4])) <= 1e-4, "\(line[0])")
    }
  }

  /// Other kernels round otherwise: 1e-9 of the loss, as for PyTorch.
  @Test("the losses of the first ten steps are those that PyTorch has confirmed", arguments: 0..<4)
  func losses(index: Int) throws {
    let (twin, line) = (twins[index], Self.report[index])
    let losses = try twin.losses(on: twin.samples(steps: 10), in: Double.self, weights: nil)
    for (step, column) in [(1, 6), (10, 7)] {
      let expected = try #require(Double(line[column]))
      #expect(abs(losses[step - 1] - expected) <= 1e-9 * expected, "\(twin.name), step \(step)")
    }
  }
}

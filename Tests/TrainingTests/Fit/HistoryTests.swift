import DataLoading
import Foundation
import Layers
import Synchronization
import TensorCore
import Testing
import Training

@Suite struct HistoryTests {
  private func sample() -> History {
    var history = History()
    history.beginEpoch()
    history.record("loss", 0.1)
    history.beginEpoch()
    history.record("loss", 1.0 / 3)
    history.record("rate, \"η\"", 2)
    return history
  }

  @Test func columns() {
    let history = sample()
    #expect(history.epochCount == 2 && history.names == ["loss", "rate, \"η\""])
    #expect(history["loss"] == [0.1, 1.0 / 3])
    #expect(history["rate, \"η\""][0].isNaN && history["rate, \"η\""][1] == 2)
    #expect(history.contains("loss") && !history.contains("lose"))
    #expect(history == sample())
  }

  @Test func bestEpoch() {
    var history = History()
    for value in [3, .nan, 1, 2, 1] as [Double] {
      history.beginEpoch()
      history.record("x", value)
      history.record("nothing", .nan)
    }
    #expect(history.best("x")! == (epoch: 3, value: 1))
    #expect(history.best("x", .maximum)! == (epoch: 1, value: 3))
    #expect(history.best("nothing") == nil)
  }

  /// What is written is read back by the framework's own CSV reader, to the last bit.
  @Test func csvIsReadBack() throws {
    #expect(
      sample().csv == "epoch,loss,\"rate, \"\"η\"\"\"\n1,0.1,\n2,0.3333333333333333,2.0\n")
    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).csv")
    defer { try? FileManager.default.removeItem(at: url) }
    try Data(sample().csv.utf8).write(to: url)
    let table = try CSVTable(contentsOf: url)
    let loss: Tensor<Double> = try table.matrix(columns: ["loss"])
    #expect(loss.elements == sample()["loss"])
  }

  @Test("every number and every name is read back, however strange")
  func strangeNumbersAndNames() throws {
    let numbers: [Double] = [
      .infinity, -.infinity, .nan, -.nan, Double(nan: 1, signaling: false), -0.0,
      .leastNonzeroMagnitude, -.leastNormalMagnitude / 3, .greatestFiniteMagnitude, 1.0 / 3,
    ]
    // A comma with an accent is another character than a comma, but not for a reader of bytes.
    let names = ["loss", "a,b", "\"q\"", ",\u{301}", "\"\u{301}", "line\nend", "cr\r", " ", "η"]
    var history = History()
    for number in numbers {
      history.beginEpoch()
      for name in names { history.record(name, number) }
    }
    #expect(!history.csv.contains("-nan"))
    let table = try CSVTable(text: history.csv)
    #expect(table.columnNames == ["epoch"] + names)
    for name in names {
      let read = try table.optionalNumbers(name)
      for (number, read) in zip(numbers, read) {
        // A value that is not a number is read as one that is missing.
        #expect(read?.bitPattern == (number.isNaN ? nil : number.bitPattern), "\(name)")
      }
    }
    let finite = try table.selecting(where: "loss") { $0 != "nan" }
    #expect(try finite.numbers("loss") == numbers.filter { !$0.isNaN })
  }

  @Test func progressShowsSomeEpochsAndTheLast() throws {
    final class Lines: Sendable { let lines = Mutex<[String]>([]) }
    let lines = Lines()
    var model = Linear<Double>(weight: [[0]], bias: nil)
    var optimizer = SGD<Double>(learningRate: 0)
    try fit(
      &model, to: Samples(Tensor<Double>([[1]]), Tensor<Double>([[0.5]])), with: &optimizer,
      epochs: 10, seed: 1,
      callbacks: [Progress(every: 4) { line in lines.lines.withLock { $0.append(line) } }]
    ) { meanSquaredError($0, $1) }
    #expect(
      lines.lines.withLock { $0 } == [
        "epoch  4 of 10: loss 0.25", "epoch  8 of 10: loss 0.25", "epoch 10 of 10: loss 0.25",
      ])
  }
}

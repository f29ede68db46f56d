import Foundation
import Gradus
import Testing

/// The code that Lessons/SWIFT.md shows to those who come from PyTorch: it compiles, and means what stands
/// beside it.
@Suite struct SwiftPageTests {
  private struct Line {
    var bias: Double
  }

  private enum Goal {
    case minimum, maximum
  }

  private let losses = [4.0, 2.0, 6.0]

  @Test("values") func values() {
    let n = 3
    var total = 0.0
    total += 2 / Double(n)
    let size = losses.count > 2 ? "many" : "few"
    #expect(total == 2.0 / 3 && size == "many" && 2 / n == 0 && Int(2.6.rounded()) == 3)
    #expect(-1 % 4 == -1)
    #expect(Double.pow(3, 2) == 9 && Double.sqrt(9) == 3)
    #expect(Double.pi.isFinite && !Double.pi.isNaN)

    func lowered(_ line: Line) -> Line {
      var line = line
      line.bias -= 1
      return line
    }
    #expect(lowered(Line(bias: 3)).bias == 2)
  }

  @Test("loops, arrays, closures") func loops() {
    let n = 3
    var total = 0.0
    var starts: [Int] = []
    for i in 0..<n { total += Double(i) }
    for i in 1...n { total += Double(i) }
    for start in stride(from: 0, to: 10, by: 4) {
      starts.append(min(start + 4, 10))
    }
    var sums = Array(repeating: 0.0, count: n)
    for i in sums.indices.reversed() { sums[i] = 1 }
    let halves = losses.map { $0 / 2 }
    let small = losses.filter { $0 < 5 }
    let sum = losses.reduce(0, +)
    let firstTwo = Array(losses[0..<2])
    let last = losses[losses.count - 1]
    for (i, loss) in losses.enumerated() { total += Double(i) * loss }
    #expect(total == 3 + 6 + 14 && starts == [4, 8, 10] && sum == 12 && last == 6)
    #expect(sums == [1, 1, 1])
    #expect(halves == [2, 1, 3] && small == [4, 2] && firstTwo == [4, 2])
    #expect(losses.map { x in x / 2 } == halves)
  }

  @Test("text, dictionaries, bytes") func text() {
    var frequent: [String] = []
    let parts = "h.0.bias".split(separator: ".").map { String($0) }
    let name = parts.joined(separator: "/")
    var counts = ["bias": 2]
    for part in parts {
      counts[part] = (counts[part] ?? 0) + 1
    }
    for (part, count) in counts where count > 2 {
      frequent.append(part)
    }
    let known: Set = ["bias", "weight"]
    let isKnown = known.contains(name)
    let order = losses.indices.sorted { losses[$0] < losses[$1] }
    let byte = UInt8(300 % 128)
    #expect(parts == ["h", "0", "bias"] && name == "h/0/bias" && !isKnown && known.count == 2)
    #expect(frequent == ["bias"] && counts["weight"] == nil && order == [1, 0, 2] && byte == 44)
    #expect("a..b".split(separator: ".", omittingEmptySubsequences: false).count == 3)
  }

  @Test("functions, try, tuples") func functions() throws {
    func twice(
      _ f: (Double) throws -> Double, at x: Double
    ) throws -> (once: Double, twice: Double) {
      let once = try f(x)
      return (once, try f(once))
    }
    let (once, again) = try twice({ $0 * $0 }, at: 3)
    let both = try twice({ $0 * $0 }, at: 3).twice
    #expect(once == 9 && again == 81 && both == 81)
  }

  @Test("choices and absent values", arguments: [Goal.minimum, .maximum])
  private func choices(goal: Goal) {
    var total = 0.0
    let smallest: Double? = losses.min()
    if let smallest { total += smallest }
    let largest = losses.max() ?? 0
    switch goal {
    case .minimum: total = 1
    case .maximum: total = 2
    }
    #expect(smallest == 2 && largest == 6 && total == (goal == .minimum ? 1 : 2))
  }

  @Test("making tensors, and looking into them") func tensors() {
    let x: Tensor<Double> = [[1, 2], [3, 4]]
    #expect(Tensor(losses).shape == [3] && x.elements == [1, 2, 3, 4])
    #expect(Tensor<Double>.zeros([2, 3]).sum() == 0 && Tensor<Double>.ones([2, 1]).sum() == 2)
    #expect(Tensor(repeating: 0.5, shape: [2, 3]).sum() == 3)
    #expect(Tensor<Double>.identity(2) == [[1, 0], [0, 1]])
    #expect(x.shape[0] == 2 && x.rank == 2 && x.elementCount == 4 && x[1, 0] == 3)
    #expect(x[0, 0...] == [1, 2] && x[0..., 1] == [2, 4])
    #expect(x[0..<2] == x && x[0..., 1...] == [[2], [4]])
    #expect(x.gather([1, 0]) == [[3, 4], [1, 2]])
    #expect(x.reshaped(to: [4]) == [1, 2, 3, 4] && x.expandingDimension(at: 1).shape == [2, 1, 2])
    var y = x
    y[0, 0] = 7
    #expect(x[0, 0] == 1)
    #expect(Tensor.concatenate([x, y], along: 1) == [[1, 2, 7, 2], [3, 4, 3, 4]])
    #expect(Tensor.stack([x, y]).shape == [2, 2, 2])
    let v = Variable(x)
    #expect(v.value == x && v.detached().value == x)
    var generator = RandomGenerator(seed: 1)
    #expect(Tensor<Double>.normal([2, 3], using: &generator).shape == [2, 3])
    #expect(generator.permutation(5).sorted() == [0, 1, 2, 3, 4])
  }

  @Test("computing with tensors") func operations() {
    let x: Tensor<Double> = [[1, 2], [3, 4]]
    let y: Tensor<Double> = [[1, 0], [0, 2]]
    #expect(matmul(x, y) == [[1, 4], [3, 8]] && x.transposed() == [[1, 3], [2, 4]])
    #expect(x.sum() == 10 && x.mean() == 2.5 && x.sum(along: 0) == [4, 6])
    #expect(x.sum(along: 1, keepingDimensions: true) == [[3], [7]])
    #expect(x.sum(along: [0, 1]).elements == [10])
    #expect(x.variance(along: 0) == [1, 1])
    #expect(x.abs() == x && x.sigmoid()[0, 0] > 0.7 && x.tanh()[0, 0] < 0.8)
    #expect(abs(x.softmax().sum(along: 1)[0] - 1) < 1e-12)
    #expect(x.max(along: 1) == [2, 4] && x.argmax(along: 1) == [1, 1])
    #expect(x.squared() == x * x && x.squared().sqrt() == x && x.sqrt().squared()[0, 0] == 1)
    #expect((x.exp().log() - x).abs().max() < 1e-15 && x.log().exp()[0, 0] == 1 && x.relu() == x)
    #expect(x.clamped(to: 0...3) == [[1, 2], [3, 3]])
    #expect(select(x .> 2, x, y) == [[1, 0], [3, 4]])
    #expect(!(x == y) && (x .== y) == [[true, false], [false, false]])
    #expect(x.map { $0 > 2 ? 1 : $0 } == [[1, 2], [1, 1]])
  }

  @Test("all Swift on the page stands in this file") func page() throws {
    let file = URL(filePath: #filePath)
    let repository = file.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = try String(
      contentsOf: repository.appending(path: "Lessons/SWIFT.md"), encoding: .utf8)
    let source = try String(contentsOf: file, encoding: .utf8)
    let code = withoutLayout(source)
    let blocks = page.matches(of: /(?m)^```swift\n((?s).*?)\n```$/).map { String($0.1) }
    #expect(blocks.count == 6)
    for block in blocks {
      #expect(code.contains(withoutLayout(block)), "not in this file:\n\(block)")
    }
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") || $0.hasPrefix("| a ") }
    #expect(rows.count >= 20)
    for row in rows {
      let gradus = try #require(row.split(separator: " | ").last)
      for span in gradus.matches(of: /`([^`]+)`/) {
        #expect(source.contains(span.1), "not in this file: \(span.1)")
      }
    }
  }

  /// Lines without indentation and without the comments after them.
  private func withoutLayout(_ text: String) -> String {
    text.split(separator: "\n").map {
      $0.replacing(/\s*\/\/ .*/, with: "").trimmingCharacters(in: .whitespaces)
    }.joined(separator: "\n")
  }
}

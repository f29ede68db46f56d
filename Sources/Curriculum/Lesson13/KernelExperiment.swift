import Curriculum
import Gradus
import MatmulLadder

/// A way to compute squareplus of many numbers.
struct KernelWay: Sendable {
  let name: String
  let run: ExtendingAnswers.Kernel
}

/// How fast squareplus is computed in several ways.
struct KernelSpeeds: Sendable {
  let counts: [Int]
  /// Numbers in a microsecond, of each way for each count.
  let rates: [[Double]]

  /// How many times as fast a way is as the first, for each count.
  func ratios(_ way: Int) -> [Double] { zip(rates[way], rates[0]).map { $0 / $1 } }
}

extension ExtendingExperiment {
  /// Operations on tensors, a loop, and a kernel; and the learner's kernel where that is asked for.
  func kernelWays(withAnswer: Bool) -> [KernelWay] {
    [
      KernelWay(name: "operations on tensors") { x, b, y, count in
        let numbers = Tensor(Array(UnsafeBufferPointer(start: x, count: count)))
        squareplus(numbers, b).elements.withUnsafeBufferPointer {
          y.update(from: $0.baseAddress!, count: count)
        }
      },
      KernelWay(name: "a loop over the numbers", run: SquareplusLoops.plain),
      KernelWay(name: "eight numbers at a time", run: SquareplusLoops.vector),
    ] + (withAnswer ? [KernelWay(name: "yours", run: answers.squareplusKernel)] : [])
  }

  /// Measures each way on `counts` numbers in `Float`: in turns, so that what disturbs the machine disturbs
  /// all of them, and of the rounds the fastest, which was disturbed least.
  func kernelSpeeds(
    of ways: [KernelWay], counts: [Int], rounds: Int
  ) throws -> KernelSpeeds {
    var rates = ways.map { _ in [Double]() }
    for count in counts {
      var generator = RandomGenerator(seed: 13)
      let x = Tensor<Float>.normal([count], using: &generator).elements
      var y = x
      // About as much work for each count.
      let calls = max(1, 100_000 / count)
      var least = ways.map { _ in Double.infinity }
      for _ in 0..<rounds {
        for (place, way) in ways.enumerated() {
          let time = try ContinuousClock().measure {
            for _ in 0..<calls { try way.run(x, 1.5, &y, count) }
          }
          least[place] = min(least[place], time / .microseconds(1))
        }
      }
      for place in ways.indices { rates[place].append(Double(count * calls) / least[place]) }
    }
    return KernelSpeeds(counts: counts, rates: rates)
  }
}

/// As it is written with tensors: each operation goes over all numbers once, and makes a tensor.
private func squareplus(_ x: Tensor<Float>, _ b: Float) -> Tensor<Float> {
  0.5 * (x + (x * x + b).sqrt())
}

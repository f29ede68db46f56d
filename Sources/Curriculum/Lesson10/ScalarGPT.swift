import Foundation
import ScalarAutograd

/// A whole GPT on single numbers, with its training: nothing is hidden, and everything else is efficiency.
struct ScalarGPT {
  /// Matrices as rows: table, places, query, key, value, output, up, down, head.
  private var weights: [[[Double]]]
  private var means: [[[Double]]]
  private var meanSquares: [[[Double]]]
  private var steps = 0.0

  init(_ start: TinyWeights) {
    weights = start.all.map { matrix in
      (0..<matrix.shape[0]).map { row in matrix[row].elements }
    }
    means = weights.map { $0.map { $0.map { _ in 0 } } }
    meanSquares = means
  }

  /// A step of training on one name, with its end before and after it; returns the loss before it.
  mutating func step(on tokens: [Int], rate: Double) -> Double {
    let graph = Graph()
    let variables = weights.map { $0.map { $0.map { graph.variable($0) } } }
    let loss = surprise(tokens, variables)
    loss.backward()
    update(along: variables, rate)
    return loss.value
  }

  /// The mean of −ln p over the tokens, each after those before it.
  private func surprise(_ tokens: [Int], _ w: [[[Value]]]) -> Value {
    var (keys, values): ([[Value]], [[Value]]) = ([], [])
    var losses: [Value] = []
    for (position, (token, next)) in zip(tokens, tokens.dropFirst()).enumerated() {
      var x = normalized(sum(w[0][token], w[1][position]))
      // Attention: a look at this position and at those before it. There are no others yet.
      let known = normalized(x)
      let query = product(w[2], known)
      keys.append(product(w[3], known))
      values.append(product(w[4], known))
      var brought: [Value] = []
      for head in 0..<TinyWeights.heads {
        let part = head * 4..<(head + 1) * 4
        let scores = keys.map { dot(query[part], $0[part]) * 0.5 }  // 1/√4
        let shares = softmax(scores)
        brought += part.map { place in dot(shares[...], values.map { $0[place] }[...]) }
      }
      x = sum(x, product(w[5], brought))
      // A thought about what was seen.
      let hidden = product(w[6], normalized(x)).map { $0.relu() }
      x = sum(x, product(w[7], hidden))
      losses.append(-softmax(product(w[8], x))[next].log())
    }
    return losses.dropFirst().reduce(losses[0], +) / Double(losses.count)
  }

  /// Adam.
  private mutating func update(along variables: [[[Value]]], _ rate: Double) {
    steps += 1
    for matrix in weights.indices {
      for row in weights[matrix].indices {
        for column in weights[matrix][row].indices {
          let gradient = variables[matrix][row][column].gradient
          let mean = 0.9 * means[matrix][row][column] + 0.1 * gradient
          let square = 0.999 * meanSquares[matrix][row][column] + 0.001 * gradient * gradient
          means[matrix][row][column] = mean
          meanSquares[matrix][row][column] = square
          let size = (square / (1 - pow(0.999, steps))).squareRoot() + 1e-8
          weights[matrix][row][column] -= rate * mean / (1 - pow(0.9, steps)) / size
        }
      }
    }
  }
}

private func dot(_ x: ArraySlice<Value>, _ y: ArraySlice<Value>) -> Value {
  let products = zip(x, y).map { $0 * $1 }
  return products.dropFirst().reduce(products[0], +)
}

private func sum(_ x: [Value], _ y: [Value]) -> [Value] { zip(x, y).map { $0 + $1 } }

private func product(_ matrix: [[Value]], _ x: [Value]) -> [Value] {
  matrix.map { dot($0[...], x[...]) }
}

/// Divided by the root of the mean square.
private func normalized(_ x: [Value]) -> [Value] {
  let factor = (dot(x[...], x[...]) / Double(x.count) + 1e-5).pow(-0.5)
  return x.map { $0 * factor }
}

private func softmax(_ x: [Value]) -> [Value] {
  let largest = x.map(\.value).max()!
  let powers = x.map { ($0 - largest).exp() }
  let total = powers.dropFirst().reduce(powers[0], +)
  return powers.map { $0 / total }
}

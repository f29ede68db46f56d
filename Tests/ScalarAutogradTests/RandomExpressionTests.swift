import ScalarAutograd
import Testing

/// Expressions of random shape, against central differences.
@Suite struct RandomExpressionTests {
  @Test(arguments: 0..<60) func agreesWithCentralDifferences(seed: Int) {
    let point = [0.7, -0.4, 1.3]
    let graph = Graph()
    let variables = point.map { graph.variable($0) }
    let result = expression(of: variables, seed: seed)
    result.backward()
    // Truncation is of order h²·f‴/6, rounding of order ε·|f|/h.
    let h = 1e-5
    for i in point.indices {
      let difference = (value(at: point, i, +h, seed) - value(at: point, i, -h, seed)) / (2 * h)
      let tolerance = 1e-7 * max(1, difference.magnitude) + 1e-15 * result.value.magnitude / h
      #expect(
        (variables[i].gradient - difference).magnitude <= tolerance,
        "seed \(seed), variable \(i): \(variables[i].gradient) against \(difference)")
    }
  }

  private func value(at point: [Double], _ moved: Int, _ step: Double, _ seed: Int) -> Double {
    let graph = Graph()
    let variables = point.indices.map { graph.variable(point[$0] + ($0 == moved ? step : 0)) }
    return expression(of: variables, seed: seed).value
  }
}

/// A sum over a dozen random operations, each on values made before, so that many are shared.
private func expression(of variables: [Value], seed: Int) -> Value {
  var state = UInt64(seed)
  func draw(_ limit: Int) -> Int {
    // Knuth's linear congruential generator; its high bits are good enough here.
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % limit
  }
  var values = variables
  for _ in 0..<12 {
    let x = values[draw(values.count)]
    let y = values[draw(values.count)]
    switch draw(10) {
    case 0: values.append(x + y)
    case 1: values.append(x - y)
    case 2: values.append(x * y)
    case 3: values.append(x / (y * y + 1))
    case 4: values.append(x.tanh())
    case 5: values.append((x.tanh() * 2).exp())
    case 6: values.append((x * x + 0.5).log())
    case 7: values.append((x * x + 1).pow(-1.5))
    // Away from the kink, which central differences would smear.
    case 8: values.append(x.value.magnitude > 0.01 ? x.relu() : -x)
    default: values.append(1.5 - x / 3)
    }
    // Keeps repeated products within reach of a step of 1e-5.
    if values[values.count - 1].value.magnitude > 3 {
      values.append(values.removeLast().tanh())
    }
  }
  return values.dropFirst(variables.count).reduce(variables[0]) { $0 + $1 }
}

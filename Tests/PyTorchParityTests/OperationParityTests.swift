import Autograd
import Gradus
import Testing

/// Operations on variables: values and gradients of all inputs.
@Suite struct OperationParityTests {
  @Test("an operation computes what PyTorch's does", arguments: operations.keys.sorted())
  func operation(_ subject: String) throws {
    let operation = try #require(operations[subject])
    for fixture in try Fixture.all(of: subject) {
      try fixture.compare(OperationLayer(other: fixture.tensors["other"], try operation(fixture)))
    }
  }

  @Test(
    "what has no gradient is what PyTorch finds",
    arguments: operationsWithoutGradients.keys.sorted())
  func withoutGradient(_ subject: String) throws {
    let operation = try #require(operationsWithoutGradients[subject])
    for fixture in try Fixture.all(of: subject) {
      let result = try operation(fixture, try fixture.tensor("input"))
      #expect(result == (try fixture.tensor("output")), "\(fixture)")
    }
  }
}

/// An operation of one or two variables.
typealias Operation = @Sendable (Variable<Double>, Variable<Double>) -> Variable<Double>

/// Lets an operation be compared as layers are: its second input is a parameter.
private struct OperationLayer: Layer {
  var other: Variable<Double>?
  let operation: Operation

  init(other: Tensor<Double>?, _ operation: @escaping Operation) {
    self.other = other.map { Variable($0) }
    self.operation = operation
  }

  func forward(_ input: Variable<Double>, in context: inout Context) -> Variable<Double> {
    operation(input, other ?? input)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    if other != nil { visit("other", &other!) }
  }
}

/// How each operation is called in a fixture's configuration.
let operations: [String: @Sendable (Fixture) throws -> Operation] = [
  "gather": { fixture in
    let (indices, axis) = (try fixture.integers("indices"), try fixture.integer("axis"))
    return { x, _ in x.gather(indices, along: axis) }
  },
  "split": { fixture in
    let axis = try fixture.integer("axis")
    if fixture.configuration["parts"] != nil {
      let count = try fixture.integer("parts")
      return { x, _ in .concatenate(x.split(into: count, along: axis).reversed(), along: axis) }
    }
    let sizes = try fixture.integers(of: "sizes")
    return { x, _ in .concatenate(x.split(sizes: sizes, along: axis).reversed(), along: axis) }
  },
  "flattened": { _ in { x, _ in x.flattened() } },
  "expandingDimension": { fixture in
    let axis = try fixture.integer("axis")
    return { x, _ in x.expandingDimension(at: axis) }
  },
  "squeezingDimension": { fixture in
    let axis = try fixture.integer("axis")
    return { x, _ in x.squeezingDimension(at: axis) }
  },
  "paddedByReflection": { fixture in
    let rows = (before: try fixture.integer("top"), after: try fixture.integer("bottom"))
    let columns = (before: try fixture.integer("left"), after: try fixture.integer("right"))
    return { x, _ in x.paddedByReflection([(0, 0), (0, 0), rows, columns]) }
  },
  "norm": { fixture in
    let axes = Axes(try fixture.integers(of: "axes"))
    return { x, _ in x.norm(along: axes) }
  },
  "product": { fixture in
    let axis = Axes(try fixture.integer("axis"))
    return { x, _ in x.product(along: axis) }
  },
  "cumulativeProduct": { fixture in
    let axis = try fixture.integer("axis")
    return { x, _ in x.cumulativeProduct(along: axis) }
  },
  "sign": { _ in { x, _ in x.sign() } },
  "floor": { _ in { x, _ in x.floor() } },
  "round": { _ in { x, _ in x.round() } },
  "einsum": { fixture in
    let formula = try #require(fixture.configuration["formula"]).replacing(";", with: ",")
    return { x, y in einsum(formula, x, y) }
  },
  "replacing": { _ in { x, y in x.replacing(1..<3, 0..<2, with: y) } },
  "resized2D": { fixture in
    let (size, interpolation) = (try fixture.size("size"), try fixture.interpolation())
    return { x, _ in x.resized2D(to: size, by: interpolation) }
  },
]

/// How each operation is called that gives places or truth values, written as numbers.
let operationsWithoutGradients:
  [String: @Sendable (Fixture, Tensor<Double>) throws -> Tensor<Double>] = [
    "argmin": { Tensor($1.argmin(along: try $0.integer("axis"))) },
    "argsort": { fixture, x in
      let isDescending = fixture.configuration["descending"] == "true"
      return Tensor(x.argsort(along: try fixture.integer("axis"), isDescending: isDescending))
    },
    "topK": { fixture, x in
      let (values, indices) = x.topK(try fixture.integer("k"), along: try fixture.integer("axis"))
      #expect(values == (try fixture.tensor("values")))
      return Tensor(indices)
    },
    "lowerTriangle": {
      Tensor(Tensor<Bool>.lowerTriangle($1.shape[0], diagonal: try $0.integer("diagonal")))
    },
    "upperTriangle": {
      Tensor(Tensor<Bool>.upperTriangle($1.shape[0], diagonal: try $0.integer("diagonal")))
    },
    "isClose": { fixture, x in
      Tensor(
        x.isClose(
          to: try fixture.tensor("other"),
          relativeTolerance: try #require(try fixture.number("relative")),
          absoluteTolerance: try #require(try fixture.number("absolute"))))
    },
  ]

extension Fixture {
  func interpolation() throws -> Interpolation {
    switch configuration["interpolation"] {
    case "nearest": .nearest
    case "bilinear": .bilinear
    default: throw FixtureError("\(self): no such interpolation")
    }
  }
}

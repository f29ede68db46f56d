import Curriculum
import GradientChecking
import Gradus

extension ExtendingLesson {
  static let hessianVectorProduct = Exercise<Answers>(
    "hessianVectorProduct", "The derivative of a gradient",
    hints: [
      "A dual number carries the derivative in one direction along: hand the gradient x with the tangents v.",
      "Dual(x, tangent: v) makes one number. zip(x.elements, v.elements) has the pairs.",
      "try gradient(Tensor(shape: x.shape, elements: zip(x.elements, v.elements).map { Dual($0, tangent: "
        + "$1) })).map(\\.tangent)",
    ],
    learned:
      "One gradient on dual numbers gives H·v exactly, without a Hessian and without a step size.",
    landmark: Landmark("Sources/Autograd/SecondOrder.swift", "func hessianVectorProduct"),
    solution: { $0.hessianVectorProduct = Extending.hessianVectorProduct },
    check: checkHessian,
    wrongAnswers: hessianMistakes.wrongAnswers(\.hessianVectorProduct),
    rightAnswers: [
      RightAnswer("the other way along, and the sign turned") {
        $0.hessianVectorProduct = { gradient, x, v in
          let back = x.elements.indices.map { Dual(x.elements[$0], tangent: -v.elements[$0]) }
          return try -gradient(Tensor(shape: x.shape, elements: back)).map { $0.tangent }
        }
      },
      RightAnswer("a loop over the elements") {
        $0.hessianVectorProduct = { gradient, x, v in
          var duals = x.elements.map { Dual($0) }
          for i in duals.indices { duals[i].tangent = v.elements[i] }
          let result = try gradient(Tensor(shape: x.shape, elements: duals)).elements
          return Tensor(shape: x.shape, elements: result.map { $0.tangent })
        }
      },
      RightAnswer("half of twice as much") {
        $0.hessianVectorProduct = { gradient, x, v in
          try 0.5 * Extending.hessianVectorProduct(gradient, at: x, along: 2 * v)
        }
      },
    ])

  private typealias Duals = Tensor<Dual<Double>>

  @Sendable private static func checkHessian(_ answers: Answers) throws {
    var suspicion = Suspicion(hessianMistakes)
    var mostCalls = 0
    func compare(
      _ name: String, _ x: Matrix, _ v: Matrix, _ gradient: @escaping (Duals) throws -> Duals
    ) throws {
      let call = "hessianVectorProduct of the gradient of \(name)"
      func fitting(_ point: Duals) throws -> Duals {
        try expect(
          point.shape == x.shape,
          "\(call): x has the shape \(x.shape), and the gradient was asked for at one of \(point.shape).",
          why: flatPoint)
        return try gradient(point)
      }
      var calls = 0
      let found = try answers.hessianVectorProduct(
        {
          calls += 1
          return try fitting($0)
        }, x, v)
      mostCalls = max(mostCalls, calls)
      try suspicion.expect(
        found,
        equals: Extending.hessianVectorProduct(gradient, at: x, along: v), in: call
      ) { try $0(fitting, x, v) }
    }
    // f = x₀²·x₁ + x₁³
    try compare("x₀²·x₁ + x₁³ at [2, 3] along [5, 7]", [2, 3], [5, 7]) { x in
      let (a, b) = (x.elements[0], x.elements[1])
      return Tensor([2 * a * b, a * a + 3 * b * b])
    }
    for var input in Input.all(seed: 13_07) {
      let (x, v) = (input.matrix(), input.matrix())
      try compare("Σ(Σx)²/2 + Σx³/6 at x \(input)", x, v) { x in
        valueWithGradients(at: [x]) { inputs in
          let x = inputs[0]
          let sum = x.sum()
          return sum * sum / 2 + (x * x * x).sum() / 6
        }.1[0]
      }
    }
    // Its derivatives grow by 100 from one to the next: no difference of gradients is near enough.
    try compare("Σ sin(100·x) at [0.3, −0.2] along [2, 1]", [0.3, -0.2], [2, 1]) { x in
      (100 * x).cos() * 100
    }
    try expect(
      mostCalls == 1,
      "hessianVectorProduct asked for \(mostCalls) gradients at one point, expected 1.",
      why: oneGradient)
    try expectHandsOnErrors("hessianVectorProduct", of: "gradient", calls: 1) { begin in
      _ = try answers.hessianVectorProduct(
        { x in
          try begin(); return x
        }, [2], [3])
    }
  }

  private static let oneGradient =
    "One gradient is enough: with v in the tangents it has H·v, and no column of H is needed."
  private static let flatPoint =
    "The gradient takes a point of x's shape, so give the duals that shape before they are handed over."

  static let hessianMistakes: [Mistake<Answers.HessianVectorProduct>] = [
    Mistake(
      "the gradient itself",
      "That is the gradient: what is asked for are the tangents of its numbers."
    ) { gradient, x, v in try gradient(duals(x, v)).map(\.value) },
    Mistake(
      "no tangent", "The numbers have no tangents: seed them with v, or all derivatives are 0."
    ) {
      gradient, x, _ in try gradient(duals(x, .zeros(x.shape))).map(\.tangent)
    },
    Mistake(
      "tangents of 1", "With tangents of 1 come the sums of the Hessian's rows: seed them with v."
    ) { gradient, x, _ in try gradient(duals(x, .ones(x.shape))).map(\.tangent) },
    Mistake(
      "tangents of 1, times v", "H·1 times v is not H·v: each number's tangent is its number of v."
    ) { gradient, x, v in try v * gradient(duals(x, .ones(x.shape))).map(\.tangent) },
    Mistake("a flat point", flatPoint) { gradient, x, v in
      try gradient(duals(x, v).flattened()).map(\.tangent).reshaped(to: x.shape)
    },
    Mistake("x and v exchanged", "The point is x and the direction v: the two are exchanged.") {
      gradient, x, v in try gradient(duals(v, x)).map(\.tangent)
    },
    Mistake(
      "the diagonal alone",
      "That is the diagonal of H times v: the mixed derivatives belong to it, too."
    ) { gradient, x, v in
      var result = x.elements
      for i in result.indices {
        let unit = (0..<x.elementCount).map { $0 == i ? 1.0 : 0 }
        let column = try gradient(duals(x, Matrix(shape: x.shape, elements: unit)))
        result[i] = column.elements[i].tangent * v.elements[i]
      }
      return Matrix(shape: x.shape, elements: result)
    },
    Mistake(
      "a difference of gradients",
      "That is a difference quotient, right to a few digits: the tangents have it exactly."
    ) { gradient, x, v in
      let (here, there) = (duals(x, v), duals(x + 0.001 * v, v))
      return try (gradient(there).map(\.value) - gradient(here).map(\.value)) / 0.001
    },
    Mistake(
      "a difference to both sides",
      "That is a difference quotient, right to a few digits: the tangents have it exactly."
    ) { gradient, x, v in
      let (below, above) = (duals(x - 1e-5 * v, v), duals(x + 1e-5 * v, v))
      return try (gradient(above).map(\.value) - gradient(below).map(\.value)) / 2e-5
    },
    Mistake("a whole Hessian, column by column", oneGradient) { gradient, x, v in
      var sum = Matrix.zeros(x.shape)
      for j in 0..<x.elementCount {
        let unit = (0..<x.elementCount).map { $0 == j ? 1.0 : 0 }
        let column = try gradient(duals(x, Matrix(shape: x.shape, elements: unit)))
        sum += v.elements[j] * column.map(\.tangent)
      }
      return sum
    },
    Mistake(
      "added to the gradient", "Only the tangents are asked for, without the gradient itself."
    ) {
      gradient, x, v in try gradient(duals(x, v)).map { $0.value + $0.tangent }
    },
    Mistake("a direction of length 1", "v is taken as it is: do not divide it by its length.") {
      gradient, x, v in
      let length = v.squared().sum().squareRoot()
      return try gradient(duals(x, v / (length == 0 ? 1 : length))).map(\.tangent)
    },
    Mistake("vᵀ·H·v", "That is one number, vᵀ·H·v: asked for is H·v, of x's shape.") {
      gradient, x, v in
      Matrix(try (v * gradient(duals(x, v)).map(\.tangent)).sum())
    },
    Mistake("half of it", "There is no factor ½ in H·v.") { gradient, x, v in
      try 0.5 * gradient(duals(x, v)).map(\.tangent)
    },
  ]

  private static func duals(_ x: Matrix, _ v: Matrix) -> Duals {
    Tensor(shape: x.shape, elements: zip(x.elements, v.elements).map { Dual($0, tangent: $1) })
  }
}

import Curriculum
import Foundation
import Gradus

extension RegularizationLesson {
  static let polynomialFeatures = Exercise<Answers>(
    "polynomialFeatures", "Curves from a linear model",
    hints: [
      "Each column is the one before it times x, element by element.",
      "Collect the columns in an array that begins with x itself, until it has `degree` of them.",
      "Tensor.concatenate(columns, along: 1) puts them side by side.",
    ],
    learned:
      "A model that is linear in its weights can draw curves: columns of powers, set side by "
      + "side.",
    landmark: Landmark("Sources/TensorCore/Joining.swift", "static func concatenate"),
    solution: { $0.polynomialFeatures = Regularization.polynomialFeatures },
    check: { answers in
      for (x, degree) in [
        ([[2], [3], [-1]], 4), ([[2], [3]], 1), ([[0.5], [-0.25], [0], [1.5]], 6),
      ] as [(Matrix, Int)] {
        let count = x.shape[0]
        try expect(
          answers.polynomialFeatures(x, degree),
          equals: try Regularization.polynomialFeatures(x, degree: degree),
          in:
            "polynomialFeatures(\(count == 2 ? "[[2], [3]]" : "\(count) samples"), degree: \(degree))",
          suspects: degree > 1 ? polynomialMistakes.suspects { try $0(x, degree) } : [])
      }
      for var input in Input.all(seed: 42) {
        let (x, degree) = (input.tensor([input.rows, 1]), input.columns)
        try expect(
          answers.polynomialFeatures(x, degree),
          equals: try Regularization.polynomialFeatures(x, degree: degree),
          in: "polynomialFeatures(\(counted(input.rows, "sample")) of \(input.numbers.rawValue), "
            + "degree: \(degree))",
          suspects: degree > 2 && input.numbers == .ordinary
            ? polynomialMistakes.suspects { try $0(x, degree) } : [])
      }
    },
    wrongAnswers: polynomialMistakes.wrongAnswers(\.polynomialFeatures),
    rightAnswers: [
      RightAnswer("powers instead of products") {
        $0.polynomialFeatures = { x, degree in
          .concatenate((1...degree).map { x.pow(Double($0)) }, along: 1)
        }
      },
      RightAnswer("element by element") {
        $0.polynomialFeatures = { x, degree in
          var features = Matrix.zeros([x.shape[0], degree])
          for row in 0..<x.shape[0] {
            var power = 1.0
            for column in 0..<degree {
              power *= x[row, 0]
              features[row, column] = power
            }
          }
          return features
        }
      },
      RightAnswer("one column joined at a time") {
        $0.polynomialFeatures = { x, degree in
          var (features, power) = (x, x)
          for _ in 1..<degree {
            power = x * power
            features = .concatenate([features, power], along: 1)
          }
          return features
        }
      },
    ])

  private static let polynomialMistakes: [Mistake<Answers.PolynomialFeatures>] = [
    Mistake(
      "a column of ones in front",
      "The column of ones (x⁰) is not wanted here: the model has a bias, which does its work."
    ) { x, degree in
      .concatenate((0...degree).map { x.pow(Double($0)) }, along: 1)
    },
    Mistake(
      "powers from 0 to one below the degree",
      "The powers begin with x⁰, ones, and end too early: they are x¹ to x^degree."
    ) { x, degree in
      .concatenate((0..<degree).map { x.pow(Double($0)) }, along: 1)
    },
    Mistake(
      "each column squared",
      "Each column is the square of the one before it: x, x², x⁴. Multiply it by x instead."
    ) { x, degree in
      .concatenate((0..<degree).map { x.pow(Double(1 << $0)) }, along: 1)
    },
    Mistake(
      "the degree as the base",
      "Base and exponent are exchanged: x is raised to the powers 1, 2, 3, …"
    ) { x, degree in
      .concatenate((1...degree).map { power in x.map { pow(Double(power), $0) } }, along: 1)
    },
    Mistake(
      "one power too few", "The last power is missing: x^degree belongs to it."
    ) { x, degree in
      .concatenate((1...max(1, degree - 1)).map { x.pow(Double($0)) }, along: 1)
    },
    Mistake(
      "one power too many", "That is one power too many: the last is x^degree."
    ) { x, degree in
      .concatenate((1...degree + 1).map { x.pow(Double($0)) }, along: 1)
    },
    Mistake(
      "multiples instead of powers",
      "Those are multiples of x (x, 2x, 3x), of which a linear model can make nothing but lines: take "
        + "powers."
    ) { x, degree in
      .concatenate((1...degree).map { x * Double($0) }, along: 1)
    },
    Mistake(
      "below one another",
      "The powers stand below one another: put them side by side, along axis 1."
    ) { x, degree in
      .concatenate((1...degree).map { x.pow(Double($0)) }, along: 0)
    },
    Mistake(
      "highest power first", "The powers are right but in the other order: x comes first."
    ) { x, degree in
      .concatenate((1...degree).reversed().map { x.pow(Double($0)) }, along: 1)
    },
    Mistake(
      "only the highest power", "That is x^degree alone: the lower powers belong to it too."
    ) { x, degree in x.pow(Double(degree)) },
    Mistake(
      "a column of ones at the end",
      "The column of ones (x⁰) is not wanted here: the model has a bias, which does its work."
    ) { x, degree in
      .concatenate((1...degree).map { x.pow(Double($0)) } + [x.pow(0)], along: 1)
    },
    Mistake(
      "transposed",
      "The powers stand below one another: put them side by side, along axis 1."
    ) { x, degree in
      Matrix.concatenate((1...degree).map { x.pow(Double($0)) }, along: 1).transposed()
    },
    Mistake(
      "below one another, and cut into rows",
      "The powers stand below one another: put them side by side, along axis 1."
    ) { x, degree in
      Matrix.concatenate((1...degree).map { x.pow(Double($0)) }, along: 0)
        .reshaped(to: [x.shape[0], degree])
    },
    Mistake(
      "x² again and again",
      "From the third column on that is x² again: multiply the column before it by x."
    ) { x, degree in
      .concatenate((1...degree).map { x.pow(Double(min($0, 2))) }, along: 1)
    },
    Mistake(
      "powers from 2 to one above the degree",
      "The powers begin with x²: the first column is x itself."
    ) { x, degree in
      .concatenate((2...degree + 1).map { x.pow(Double($0)) }, along: 1)
    },
    Mistake("only the odd powers", "Those are the odd powers, x, x³, x⁵: none is left out.") {
      x, degree in
      .concatenate((0..<degree).map { x.pow(Double(2 * $0 + 1)) }, along: 1)
    },
  ]
}

import Curriculum
import Gradus

extension SeeingLesson {
  /// Throws a `Disagreement` unless a call throws ``DoesNotFit``.
  ///
  /// - Parameters:
  ///   - what: The call.
  ///   - why: What the answer has missed.
  ///   - call: Makes it, and hands its result over as a text.
  static func expectDoesNotFit(
    in what: String, why: String, _ call: () throws -> String
  ) throws {
    let found: String
    do {
      found = try call()
    } catch is DoesNotFit {
      return
    } catch let error where !(error is Todo) {
      throw Disagreement(
        "\(what): expected DoesNotFit to be thrown, but it was \(error).",
        why: "Where sizes do not fit, throw DoesNotFit(\"…\"), and no other error.")
    }
    throw Disagreement("\(what): expected DoesNotFit to be thrown, found \(found).", why: why)
  }

  /// What a call returns whose arguments fit: throws a `Disagreement` that names it where it throws
  /// ``DoesNotFit`` all the same.
  ///
  /// - Parameters:
  ///   - what: The call.
  ///   - why: What the answer has refused without need.
  ///   - call: Makes it.
  static func fitting<Result>(
    _ what: String, why: String, _ call: () throws -> Result
  ) throws -> Result {
    do { return try call() } catch let error as DoesNotFit {
      throw Disagreement(
        "\(what): expected a result, but DoesNotFit was thrown: \(error).", why: why)
    }
  }
}

/// A convolution to call an answer with: its sizes, and numbers of one sort.
///
/// Pictures are wider than high or higher than wide, filters are not square, and the numbers of channels in
/// and out differ in most of them, so that what has been exchanged does not fit or gives other numbers.
struct ConvolutionCase: CustomStringConvertible {
  let images: Tensor<Double>
  let filters: Filters
  let stride: Int
  let padding: Int
  /// As it would arrive from the next layer.
  let upstream: Tensor<Double>
  /// Whether no extent is 1, so that mistakes can be told from each other.
  let isGeneral: Bool
  private let sort: String

  var kernel: Size2D {
    Size2D(height: filters.weight.shape[2], width: filters.weight.shape[3])
  }
  var size: Size2D { Size2D(height: images.shape[2], width: images.shape[3]) }

  var description: String {
    "images of shape \(images.shape) and filters of shape \(filters.weight.shape), stride \(stride), "
      + "padding \(padding), \(sort)"
  }

  /// [B, C, H, W], [O, KH, KW], stride and padding.
  private typealias Sizes = (images: Shape, filters: [Int], stride: Int, padding: Int)

  /// The first ones are without any coincidence.
  private static let general: [Sizes] = [
    ([2, 2, 5, 7], [3, 3, 3], 2, 1), ([2, 3, 6, 4], [2, 3, 3], 1, 1),
    ([3, 2, 7, 8], [4, 2, 3], 2, 0), ([2, 3, 8, 6], [2, 3, 2], 3, 1),
    ([2, 2, 7, 5], [2, 2, 2], 3, 2), ([2, 2, 6, 7], [3, 5, 4], 1, 1),
  ]

  /// Pictures of one row, of one pixel, of one channel; a filter as large as the padded picture, one of 1 × 1;
  /// a stride that leaves out two rows, and one so large that there is one place.
  private static let special: [Sizes] = [
    ([1, 1, 1, 1], [1, 1, 1], 1, 0), ([1, 1, 3, 3], [1, 3, 3], 1, 0),
    ([1, 2, 1, 6], [2, 1, 3], 1, 0), ([3, 1, 6, 1], [1, 3, 1], 2, 0),
    ([1, 4, 5, 5], [3, 1, 1], 1, 0), ([2, 1, 5, 7], [2, 1, 1], 3, 0),
    ([1, 3, 2, 2], [1, 4, 4], 1, 1), ([10, 1, 3, 4], [2, 2, 2], 1, 0),
    ([1, 1, 11, 12], [1, 2, 2], 9, 0), ([1, 2, 4, 3], [9, 2, 2], 1, 1),
    ([1, 1, 3, 2], [1, 2, 2], 1, 9), ([1, 9, 3, 2], [1, 2, 1], 1, 0),
    ([2, 2, 4, 4], [2, 2, 2], 2, 0),
  ]

  /// All sizes with all sorts of numbers.
  static func all(seed: UInt64) -> [ConvolutionCase] {
    let all = general + special
    return Input.all(seed: seed).enumerated().map { place, sort in
      var input = sort
      let sizes = all[place % all.count]
      let (x, w) = (sizes.images, sizes.filters)
      let images = input.tensor(x)
      let filters = Filters(
        weight: input.tensor([w[0], x[1], w[1], w[2]]), bias: input.tensor([w[0]]))
      func places(_ axis: Int) -> Int {
        (x[axis] + 2 * sizes.padding - w[axis - 1]) / sizes.stride + 1
      }
      return ConvolutionCase(
        images: images, filters: filters, stride: sizes.stride, padding: sizes.padding,
        upstream: input.tensor([x[0], w[0], places(2), places(3)]),
        isGeneral: place < general.count, sort: input.numbers.rawValue)
    }
  }

  /// What the framework makes of it.
  func variable(
    _ images: Variable<Double>, _ weight: Variable<Double>, _ bias: Variable<Double>
  ) -> Variable<Double> {
    conv2D(
      images, weight, bias, stride: Size2D(height: stride, width: stride),
      padding: Size2D(height: padding, width: padding))
  }

  var output: Tensor<Double> {
    variable(Variable(images), Variable(filters.weight), Variable(filters.bias)).value
  }

  /// The framework's gradients.
  var gradients: (images: Tensor<Double>, filters: Filters) {
    let gradients = valueWithGradients(at: [images, filters.weight, filters.bias]) {
      (variable($0[0], $0[1], $0[2]) * Variable(upstream)).sum()
    }.1
    return (gradients[0], Filters(weight: gradients[1], bias: gradients[2]))
  }
}

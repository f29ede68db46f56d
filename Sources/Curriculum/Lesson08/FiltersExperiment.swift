import Gradus

/// A picture through filters that somebody has thought out, by the learner's own convolution.
struct FiltersExperiment {
  let answers: SeeingAnswers

  /// Filters of 3 × 3 pixels and what they are for. The numbers of those that find edges add up to 0: where all
  /// is alike, they find nothing.
  static let filters: [(name: String, weight: [[Double]])] = [
    ("blur", [[1 / 9, 1 / 9, 1 / 9], [1 / 9, 1 / 9, 1 / 9], [1 / 9, 1 / 9, 1 / 9]]),
    ("sharpen", [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
    ("upright edges", [[-0.25, 0, 0.25], [-0.5, 0, 0.5], [-0.25, 0, 0.25]]),
    ("level edges", [[-0.25, -0.5, -0.25], [0, 0, 0], [0.25, 0.5, 0.25]]),
    ("all edges", [[0, -0.25, 0], [-0.25, 1, -0.25], [0, -0.25, 0]]),
  ]

  /// What each filter makes of a picture [H, W], with a border of zeros, so that the size stays.
  func filtered(_ picture: Tensor<Double>) throws -> [Tensor<Double>] {
    let weight = Tensor<Double>.stack(FiltersExperiment.filters.map { Tensor($0.weight) })
      .expandingDimension(at: 1)
    let filters = Filters(weight: weight, bias: .zeros([weight.shape[0]]))
    let images = picture.expandingDimension(at: 0).expandingDimension(at: 0)
    let result = try answers.convolve(images, filters, 1, 1)
    return (0..<weight.shape[0]).map { result[0, $0, 0...] }
  }
}

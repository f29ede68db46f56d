import DataLoading
import TensorCore

/// Proves an augmentation: images keep their shape, or get the one that is given; they stay finite, and within a
/// range; one seed gives the same images, another seed others; each image draws for itself, a batch of one and
/// an empty one included; the images that are passed in stay as they are; and at zero strength all do.
///
/// ```swift
/// #expect(checkAugmentation(RandomFlip(), atZeroStrength: RandomFlip(probability: 0)) == [])
/// ```
///
/// - Parameters:
///   - augmentation: The augmentation.
///   - identity: The same at zero strength, which must change nothing; nil, the default, where it has none.
///   - range: What the values must stay in, when those of the images are in 0 ... 1; anything finite by default.
///   - size: Height and width of the result for images of 9×8 pixels; the same by default.
///   - seed: The seed of the images and of the draws.
/// - Returns: What is wrong; empty if all is well.
public func checkAugmentation(
  _ augmentation: some Augmentation, atZeroStrength identity: (any Augmentation)? = nil,
  range: ClosedRange<Double>? = nil, size: (height: Int, width: Int) = (9, 8), seed: UInt64 = 1
) -> [ProofProblem] {
  var report = ProofReport("\(type(of: augmentation))", seed: seed)
  var generator = RandomGenerator(seed: seed)
  let images = Tensor<Double>.uniform([32, 3, 9, 8], using: &generator)
  func changed(_ images: Tensor<Double>, seed: UInt64) -> Tensor<Double> {
    var generator = RandomGenerator(seed: seed)
    return augmentation(images, using: &generator)
  }

  let before = images.elements
  let result = changed(images, seed: seed)
  if images.elements != before {
    report.add(
      "input", "the images that are passed in change.",
      "elements are written without asking whether they are shared: withUnsafeMutableBufferPointer asks."
    )
  }
  for count in [32, 1, 0] {
    let found = changed(images[0..<count], seed: seed).shape
    let expected = [count, 3, size.height, size.width]
    guard found.dimensions != expected else { continue }
    report.add("shape", "\(count) images get the shape \(found), expected \(expected).")
    return report.problems
  }
  if let wrong = result.elements.first(where: { !$0.isFinite || !(range?.contains($0) ?? true) }) {
    report.add(
      "range",
      "of images in 0 ... 1 it makes a value of \(text(wrong))"
        + (wrong.isFinite ? ", expected one in \(range ?? 0...1)." : "."),
      wrong.isFinite ? "the result is not clamped, or the range is declared too small." : nil)
  }
  if !haveSameBits([result], [changed(images, seed: seed)]) {
    report.add(
      "repetition", "with the same seed it gives other images.",
      "it draws from another generator than the one that it is given.")
  } else if haveSameBits([result], [changed(images, seed: seed &+ 1)]) {
    report.add(
      "seed", "with another seed it gives the same images.",
      "it does not draw at all, or from a generator of its own.")
  } else {
    let same = changed(images.gather(Array(repeating: 0, count: 32)), seed: seed)
    let first = same[0..<1].elements
    if (1..<32).allSatisfy({ same[$0..<$0 + 1].elements == first }) {
      report.add(
        "draws", "32 times the same image become 32 times the same.",
        "it draws once for the batch: each image draws for itself.")
    }
  }
  if let identity, !haveSameBits([identity(images, using: &generator)], [images]) {
    report.add(
      "identity", "at zero strength it changes the images.",
      "it interpolates, clamps or rounds where nothing is to change.")
  }
  return report.problems
}

/// Proves a rule that mixes the samples of a batch, such as ``/Gradus/Mixup``: as many samples, of the same
/// shapes; targets that are still distributions, and that follow what is seen in the images; one seed gives
/// the same batch, another seed another.
///
/// Each class has images of its own channel, of which every pixel is 1 and all others are 0: so the mean of a
/// channel is the share of its class, whatever is mixed or pasted.
///
/// - Parameters:
///   - rule: The rule, for images of shape [B, C, H, W] and shares of classes of shape [B, K].
///   - seed: The seed of the draws.
/// - Returns: What is wrong; empty if all is well.
public func checkMixing(
  _ rule: some MixingRule<Tensor<Double>, Tensor<Double>>, seed: UInt64 = 1
) -> [ProofProblem] {
  var report = ProofReport("\(type(of: rule))", seed: seed)
  let (count, classes) = (24, 4)
  let labels = (0..<count).map { $0 % classes }
  let targets = Tensor<Double>.identity(classes).gather(labels)
  let images = targets.reshaped(to: [count, classes, 1, 1]).broadcast(to: [count, classes, 6, 7])
  func mixed(_ seed: UInt64) -> Samples<Tensor<Double>, Tensor<Double>> {
    var generator = RandomGenerator(seed: seed)
    return rule(Samples(images, targets), using: &generator)
  }

  let result = mixed(seed)
  guard result.inputs.shape == images.shape, result.targets.shape == targets.shape else {
    report.add(
      "shape",
      "images and targets of shapes \(images.shape) and \(targets.shape) get \(result.inputs.shape) and "
        + "\(result.targets.shape).")
    return report.problems
  }
  let sums = result.targets.sum(along: 1)
  // Some rounding for each class.
  if let wrong = sums.elements.first(where: { !(($0 - 1).magnitude <= 1e-12) }) {
    report.add(
      "targets", "the shares of a sample add up to \(text(wrong)), expected 1.",
      "the share of the other sample is 1 − λ.")
  }
  let seen = result.inputs.mean(along: [2, 3])
  if let place = (seen - result.targets).firstMagnitude(above: 1e-12) {
    let position = seen.shape.position(ofElement: place)
    report.add(
      "labels follow",
      "at \(position) the image shows \(text(seen.elements[place])) of the class, and the target says "
        + "\(text(result.targets.elements[place])).",
      haveSameBits([result.targets], [targets])
        ? "the targets are not mixed at all."
        : "images and targets are mixed with other partners, or by another share.")
  }
  if !haveSameBits([result.inputs, result.targets], [mixed(seed).inputs, mixed(seed).targets]) {
    report.add(
      "repetition", "with the same seed it gives another batch.",
      "it draws from another generator than the one that it is given.")
  } else if haveSameBits([result.inputs], [mixed(seed &+ 1).inputs]) {
    report.add("seed", "with another seed it gives the same batch.", "it does not draw at all.")
  }
  return report.problems
}

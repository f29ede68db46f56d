import Curriculum
import Gradus

/// 200 handwritten digits to learn from, far fewer than a large network could learn by heart.
public struct SmallDigits<Scalar: TensorScalar>: Sendable {
  /// The first images of the file; shape [count, 64].
  public let train: Samples<Tensor<Scalar>, Tensor<Int>>
  /// 300 others, to choose strengths with.
  public let validation: Samples<Tensor<Scalar>, Tensor<Int>>
  /// The last 297, mostly by other writers (see lesson 2).
  public let test: Samples<Tensor<Scalar>, Tensor<Int>>

  /// Loads them.
  ///
  /// - Parameter count: How many to train on, at most 1200; 200 unless given.
  public static func load(training count: Int = 200) throws -> SmallDigits {
    let digits = try DigitsData<Scalar>.lastAsTest()
    let others = Samples(digits.trainInputs, digits.trainLabels)
    return SmallDigits(
      train: others.gather(Array(0..<count)), validation: others.gather(Array(1200..<1500)),
      test: Samples(digits.testInputs, digits.testLabels))
  }
}

/// What is done against overfitting, and how strongly.
public struct Remedies: Sendable {
  /// λ of λ/2·Σ w².
  public var l2 = 0.0
  /// λ of λ·Σ |w|.
  public var l1 = 0.0
  /// p, after each hidden layer.
  public var dropout = 0.0
  /// ε of the targets.
  public var smoothing = 0.0

  /// Nothing.
  public static let none = Remedies()

  /// Puts remedies together; what is not given is left out.
  public init(l2: Double = 0, l1: Double = 0, dropout: Double = 0, smoothing: Double = 0) {
    self.l2 = l2
    self.l1 = l1
    self.dropout = dropout
    self.smoothing = smoothing
  }
}

/// The cross-entropy of the labels as they are, without smoothing: what is compared, however it was
/// trained.
struct PlainCrossEntropy: ClassificationMetric {
  private var sum = 0.0
  private var count = 0
  let name = "cross-entropy"

  mutating func update<Scalar: TensorScalar>(outputs: Tensor<Scalar>, labels: Tensor<Int>) {
    let losses = softmaxCrossEntropy(logits: Variable(outputs), labels: labels, reduction: .sum)
    sum += losses.value.scalar().doubleValue
    count += labels.elementCount
  }

  var value: Double { sum / Double(count) }
}

/// How sure a classifier is of what it says: the mean over the samples of its largest probability.
struct MeanConfidence: ClassificationMetric {
  private var sum = 0.0
  private var count = 0
  let name = "confidence"

  mutating func update<Scalar: TensorScalar>(outputs: Tensor<Scalar>, labels: Tensor<Int>) {
    // The largest probability is exp(max − logSumExp).
    let logarithms = outputs.max(along: 1) - outputs.logSumExp(along: 1)
    sum += logarithms.exp().sum().doubleValue
    count += labels.elementCount
  }

  var value: Double { sum / Double(count) }
}

extension RegularizationExperiment {
  // MARK: Training on digits

  /// A network with far more parameters than there are numbers in 200 images: two hidden layers.
  static func largeNetwork<Scalar: TensorScalar>(
    dropout: any Layer<Scalar>, using generator: inout RandomGenerator
  ) -> Sequential<Scalar> {
    Sequential(
      Linear(64, hiddenUnits, using: &generator), ReLU(), dropout,
      Linear(hiddenUnits, hiddenUnits, using: &generator), ReLU(), dropout,
      Linear(hiddenUnits, 10, using: &generator))
  }

  /// How often the networks of this lesson see the 200 digits: long enough for the bare one to overfit.
  public static let epochs = 120

  /// The width of both hidden layers.
  public static let hiddenUnits = 128

  /// Trains the large network: Adam, rate 10⁻³, batches of 32.
  ///
  /// - Parameters:
  ///   - data: The digits.
  ///   - remedies: What is done against overfitting.
  ///   - epochs: How often it sees all training images.
  ///   - seed: Of the weights, the order of the samples, and dropout.
  ///   - isWatched: Whether training and test images are measured after each epoch; the history then
  ///     has "train accuracy", "test cross-entropy" and the like.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func train<Scalar: TensorScalar>(
    on data: SmallDigits<Scalar>, _ remedies: Remedies, epochs: Int, seed: UInt64,
    isWatched: Bool = false
  ) throws -> (model: Sequential<Scalar>, history: History) {
    var generator = RandomGenerator(seed: seed)
    var model: Sequential<Scalar> = RegularizationExperiment.largeNetwork(
      dropout: Dropout<Scalar>(remedies.dropout), using: &generator)
    var optimizer = Adam<Scalar>(learningRate: 1e-3)
    let history = try fit(
      &model, to: data.train, watching: isWatched ? ["train": data.train, "test": data.test] : [:],
      with: &optimizer, epochs: epochs, batchSize: 32, seed: seed,
      penalty: remedies.l2 == 0 && remedies.l1 == 0
        ? nil
        : {
          l2Penalty($0, strength: remedies.l2) + l1Penalty($0, strength: remedies.l1)
        },
      metrics: isWatched ? [Accuracy(), PlainCrossEntropy(), MeanConfidence()] : []
    ) { softmaxCrossEntropy(logits: $0, labels: $1, labelSmoothing: remedies.smoothing) }
    return (model, history)
  }

  /// The plain cross-entropy and the accuracy of a model.
  public func measure<Scalar: TensorScalar>(
    _ model: some Layer<Scalar>, on samples: Samples<Tensor<Scalar>, Tensor<Int>>
  ) -> (loss: Double, accuracy: Double) {
    let values = evaluate(model, on: samples, batchSize: 512, metrics: [Accuracy()]) {
      softmaxCrossEntropy(logits: $0, labels: $1)
    }
    return (values[0].value, values[1].value)
  }
}

import Autograd
import Layers
import TensorCore
import Testing

/// What the layers say of inputs and arguments that they cannot work with.
@Suite struct NormalizationTrapTests {
  @Test func placeInTheModel() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var model = Sequential<Float>(ReLU(), Residual(BatchNorm(3)))
      _ = output(&model, .ones([1, 3]), training: true)
    }
    expect("BatchNorm at 1.body: training needs more than one value per channel", in: result)
    let group = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sequential<Float>(GroupNorm(groups: 1, channels: 2))(.ones([1, 3]))
    }
    expect("GroupNorm at 0: expected an input of shape [N, 2]", in: group)
    let layer = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sequential<Float>(ReLU(), LayerNorm([2]))(.ones([1, 3]))
    }
    expect("LayerNorm at 1: expected an input of shape [..., 2], found [1, 3]", in: layer)
    let token = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var context = Context.inference
      _ = context.inside("tokens") {
        Embedding<Float>(weight: .ones([2, 2])).forward([2], in: &$0)
      }
    }
    expect("Embedding at tokens: the token at [0] of shape [1] is 2", in: token)
  }

  @Test func oneValueAChannel() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var layer = BatchNorm<Float>(3)
      _ = output(&layer, .ones([1, 3]), training: true)
    }
    expect(
      "BatchNorm: training needs more than one value per channel, but an input of shape [1, 3] has 1. "
        + "Hint:", in: result)
  }

  @Test func emptyBatch() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var layer = BatchNorm<Float>(3)
      _ = output(&layer, .ones([0, 3, 4, 4]), training: true)
    }
    expect("but an input of shape [0, 3, 4, 4] has 0", in: result)
  }

  @Test func batchNormOfOtherChannels() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = BatchNorm<Float>(3)(.ones([2, 4, 3]))
    }
    expect(
      "BatchNorm: expected an input of shape [N, 3] or [N, 3, ...], found [2, 4, 3]", in: result)
  }

  @Test func batchNormOfAVector() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = BatchNorm<Float>(3)(.ones([3]))
    }
    expect("BatchNorm: expected an input of shape [N, 3] or [N, 3, ...], found [3]", in: result)
  }

  @Test func batchNormWithWrongArguments() async {
    let none = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = BatchNorm<Float>(0)
    }
    expect("BatchNorm: expected at least 1 channel, found 0", in: none, at: "TrapTests.swift")
    let momentum = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = BatchNorm<Float>(2, momentum: 1.5)
    }
    expect(
      "BatchNorm: expected a momentum from 0 to 1, found 1.5", in: momentum, at: "TrapTests.swift")
    let epsilon = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = BatchNorm<Float>(2, epsilon: 0)
    }
    expect(
      "BatchNorm: expected a finite epsilon above 0, found 0.0", in: epsilon, at: "TrapTests.swift")
  }

  @Test func layerNormOfOtherAxes() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LayerNorm<Float>([4, 5])(.ones([2, 5, 4]))
    }
    expect("LayerNorm: expected an input of shape [..., 4, 5], found [2, 5, 4]", in: result)
    let empty = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LayerNorm<Float>([])
    }
    expect(
      "LayerNorm: expected a normalized shape of at least one axis, none of them empty, found []",
      in: empty, at: "TrapTests.swift")
  }

  @Test func rmsNormOfOtherAxes() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = RMSNorm<Float>([4, 5])(.ones([5]))
    }
    expect("RMSNorm: expected an input of shape [..., 4, 5], found [5]", in: result)
  }

  @Test func channelsNotDivisibleByGroups() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GroupNorm<Float>(groups: 4, channels: 6)
    }
    expect(
      "GroupNorm: expected a number of channels that is divisible by the 4 groups, found 6",
      in: result, at: "TrapTests.swift")
    let none = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GroupNorm<Float>(groups: 0, channels: 6)
    }
    expect("GroupNorm: expected at least 1 group, found 0", in: none, at: "TrapTests.swift")
  }

  @Test func groupNormOfOtherChannels() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GroupNorm<Float>(groups: 2, channels: 4)(.ones([2, 3, 5, 5]))
    }
    expect(
      "GroupNorm: expected an input of shape [N, 4] or [N, 4, ...], found [2, 3, 5, 5]",
      in: result)
  }
}

@Suite struct EmbeddingAndReshapeTrapTests {
  @Test func tokenOutsideTheVocabulary() async {
    let large = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Embedding<Float>(weight: .ones([10, 4]))(
        Tensor(shape: [2, 3], elements: [0, 9, 1, 2, 3, 10]))
    }
    expect(
      "Embedding: the token at [1, 2] of shape [2, 3] is 10, but the vocabulary is 0..<10",
      in: large)
    let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Embedding<Float>(weight: .ones([10, 4]))([3, -1])
    }
    expect(
      "Embedding: the token at [1] of shape [2] is -1, but the vocabulary is 0..<10", in: negative)
  }

  @Test func weightOfAnEmbeddingIsAMatrix() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Embedding<Float>(weight: .ones([10]))
    }
    expect(
      "Embedding: expected a weight of shape [V, D], found [10]", in: result, at: "TrapTests.swift")
  }

  @Test func spatialDropoutWithoutSpace() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SpatialDropout<Float>()(.ones([2, 3]))
    }
    expect(
      "SpatialDropout: expected an input of shape [N, C, L] or [N, C, H, W], found [2, 3]",
      in: result)
  }

  @Test func spatialDropoutOfEverything() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SpatialDropout<Float>(1)
    }
    expect(
      "SpatialDropout: expected a probability of at least 0 and below 1, found 1.0", in: result,
      at: "TrapTests.swift")
  }

  @Test func reshapeToAnotherNumberOfElements() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Reshape<Float>([1, 8, 9])(.ones([2, 64]))
    }
    expect(
      "Reshape: expected an input of shape [N, ...] with 72 elements per sample, to make samples of "
        + "shape [1, 8, 9], found [2, 64]", in: result)
  }
}

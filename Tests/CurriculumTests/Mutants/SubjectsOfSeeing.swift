import Curriculum
import Curriculum08
import Gradus

extension Subject {
  static var lesson8: [Subject] {
    let lesson = SeeingLesson.lesson
    let solution = lesson.solution
    return [
      Subject(lesson, "outputSize", "input kernel stride padding", solution.outputSize) {
        $0.outputSize = $1
      },
      Subject(lesson, "convolve", "images filters stride padding", solution.convolve) {
        $0.convolve = $1
      },
      Subject(lesson, "imageColumns", "image kernel stride padding", solution.imageColumns) {
        $0.imageColumns = $1
      },
      Subject(
        lesson, "convolveByColumns", "images filters stride padding", solution.convolveByColumns
      ) { $0.convolveByColumns = $1 },
      Subject(
        lesson, "filterGradient", "images upstream kernel stride padding", solution.filterGradient
      ) { $0.filterGradient = $1 },
      Subject(
        lesson, "inputGradient", "upstream weight size stride padding", solution.inputGradient
      ) { $0.inputGradient = $1 },
      Subject(lesson, "maxPool", "images size stride upstream", solution.maxPool) {
        $0.maxPool = $1
      },
      Subject(lesson, "batchNorm", "images norm isTraining", solution.batchNorm) {
        $0.batchNorm = $1
      },
      Subject(lesson, "residualBlock", "images block", solution.residualBlock) {
        $0.residualBlock = $1
      },
      Subject(lesson, "saliency", "image label network", solution.saliency) { $0.saliency = $1 },
      Subject(lesson, "intersectionOverUnion", "a b", solution.intersectionOverUnion) {
        $0.intersectionOverUnion = $1
      },
      Subject(
        lesson, "nonMaximumSuppression", "detections threshold", solution.nonMaximumSuppression
      ) { $0.nonMaximumSuppression = $1 },
    ]
  }
}

extension Size2D: Dismantled {
  var dismantled: Value {
    .record([("height", .count(height)), ("width", .count(width))]) {
      Size2D(height: $0[0].take(), width: $0[1].take())
    }
  }
}

extension Filters: Dismantled {
  var dismantled: Value {
    .record([("weight", .tensor(weight)), ("bias", .tensor(bias))]) {
      // Set, because a mutation may well change a shape, which the initializer insists on.
      var filters = Filters(weight: .zeros([1, 1, 1, 1]), bias: [0])
      filters.weight = $0[0].take()
      filters.bias = $0[1].take()
      return filters
    }
  }
}

extension Normalization: Dismantled {
  var dismantled: Value {
    .record([
      ("scale", .tensor(scale)), ("shift", .tensor(shift)), ("runningMean", .tensor(runningMean)),
      ("runningVariance", .tensor(runningVariance)), ("momentum", .number(momentum)),
      ("epsilon", .number(epsilon)),
    ]) {
      Normalization(
        scale: $0[0].take(), shift: $0[1].take(), runningMean: $0[2].take(),
        runningVariance: $0[3].take(), momentum: $0[4].take(), epsilon: $0[5].take())
    }
  }
}

extension BlockFilters: Dismantled {
  var dismantled: Value {
    .record([
      ("first", Value(first)), ("second", Value(second)),
      ("projection", projection.map { Value($0) } ?? .other(Filters?.none as Any)),
      ("stride", .count(stride)),
    ]) {
      var projection: Filters?
      if case .record = $0[2] { projection = $0[2].take() }
      return BlockFilters(
        first: $0[0].take(), second: $0[1].take(), projection: projection, stride: $0[3].take())
    }
  }
}

extension TinyNetwork: Dismantled {
  var dismantled: Value {
    .record([
      ("filters", Value(filters)), ("stride", .count(stride)), ("padding", .count(padding)),
      ("head", .tensor(head)),
    ]) {
      TinyNetwork(
        filters: $0[0].take(), stride: $0[1].take(), padding: $0[2].take(), head: $0[3].take())
    }
  }
}

extension Box: Dismantled {
  /// As a list, so that its edges are in no order that a mutation would break one by one.
  var dismantled: Value {
    .record([
      ("left", .number(left)), ("top", .number(top)), ("right", .number(right)),
      ("bottom", .number(bottom)),
    ]) {
      Box(left: $0[0].take(), top: $0[1].take(), right: $0[2].take(), bottom: $0[3].take())
    }
  }
}

extension Detection: Dismantled {
  var dismantled: Value {
    .record([("box", Value(box)), ("label", .count(label)), ("score", .number(score))]) {
      Detection(box: $0[0].take(), label: $0[1].take(), score: $0[2].take())
    }
  }
}

import Curriculum
import Curriculum02
import Curriculum03
import Curriculum06
import Curriculum09
import Curriculum12
import Games
import Gradus

/// A structure of a lesson that mutations take apart.
protocol Dismantled {
  var dismantled: Value { get }
}

extension Value {
  /// The value of a part that has just been taken from a structure, and may have been changed.
  func take<Part>(_: Part.Type = Part.self) -> Part { any as! Part }
}

extension LinearModel: Dismantled {
  var dismantled: Value {
    .record([("weights", .tensor(weights)), ("bias", .number(bias))]) {
      LinearModel(weights: $0[0].take(), bias: $0[1].take())
    }
  }
}

extension MLP: Dismantled {
  var dismantled: Value {
    .record([
      ("weight1", .tensor(weight1)), ("bias1", .tensor(bias1)), ("weight2", .tensor(weight2)),
      ("bias2", .tensor(bias2)),
    ]) {
      MLP(weight1: $0[0].take(), bias1: $0[1].take(), weight2: $0[2].take(), bias2: $0[3].take())
    }
  }
}

extension ScalarRecord: Dismantled {
  var dismantled: Value {
    .record([("inputs", Value(inputs))]) { ScalarRecord($0[0].take()) }
  }
}

extension ScalarRecord.Input: Dismantled {
  var dismantled: Value {
    .record([("index", .count(index)), ("localDerivative", .number(localDerivative))]) {
      ScalarRecord.Input($0[0].take(), localDerivative: $0[1].take())
    }
  }
}

extension AdamState: Dismantled {
  var dismantled: Value {
    .record([("mean", .tensor(mean)), ("meanSquare", .tensor(meanSquare)), ("step", .count(step))])
    {
      AdamState(mean: $0[0].take(), meanSquare: $0[1].take(), step: $0[2].take())
    }
  }
}

extension PatienceRule: Dismantled {
  var dismantled: Value {
    .record([
      ("goal", Value(goal)), ("patience", .count(patience)),
      ("minimumDelta", .number(minimumDelta)), ("warmUp", .count(warmUp)),
    ]) {
      var rule = PatienceRule($0[0].take(), patience: 1)
      // Set, because a mutation may well leave the range that the initializer insists on.
      rule.patience = $0[1].take()
      rule.minimumDelta = $0[2].take()
      rule.warmUp = $0[3].take()
      return rule
    }
  }
}

extension PatienceState: Dismantled {
  var dismantled: Value {
    .record([("epoch", .count(epoch)), ("best", Value(optional: best)), ("waited", .count(waited))])
    {
      PatienceState(epoch: $0[0].take(), best: $0[1].optional, waited: $0[2].take())
    }
  }
}

extension PlateauRule: Dismantled {
  var dismantled: Value {
    .record([
      ("factor", .number(factor)), ("patience", .count(patience)),
      ("smallestRate", .number(smallestRate)),
    ]) {
      PlateauRule(factor: $0[0].take(), patience: $0[1].take(), smallestRate: $0[2].take())
    }
  }
}

extension PlateauState: Dismantled {
  var dismantled: Value {
    .record([("rate", .number(rate)), ("best", Value(optional: best)), ("waited", .count(waited))])
    {
      PlateauState(rate: $0[0].take(), best: $0[1].optional, waited: $0[2].take())
    }
  }
}

extension CellWeights: Dismantled {
  var dismantled: Value {
    .record([("w", .tensor(w)), ("u", .tensor(u)), ("b", .tensor(b))]) {
      CellWeights(w: $0[0].take(), u: $0[1].take(), b: $0[2].take())
    }
  }
}

extension CellGradients: Dismantled {
  var dismantled: Value {
    .record([("x", .tensor(x)), ("state", .tensor(state)), ("weights", Value(weights))]) {
      CellGradients(x: $0[0].take(), state: $0[1].take(), weights: $0[2].take())
    }
  }
}

extension TextBatch: Dismantled {
  var dismantled: Value {
    .record([("inputs", .labels(inputs)), ("targets", .labels(targets))]) {
      TextBatch(inputs: $0[0].take(), targets: $0[1].take())
    }
  }
}

extension SeriesWindows: Dismantled {
  var dismantled: Value {
    .record([("inputs", .tensor(inputs)), ("targets", .tensor(targets))]) {
      SeriesWindows(inputs: $0[0].take(), targets: $0[1].take())
    }
  }
}

extension Transition<Int>: Dismantled {
  var dismantled: Value {
    .record([
      ("observation", .count(observation)), ("action", .count(action)),
      ("reward", .number(reward)), ("next", .count(next)), ("ending", Value(ending)),
    ]) {
      Transition(
        from: $0[0].take(), action: $0[1].take(),
        to: Step(observation: $0[3].take(), reward: $0[2].take(), ending: $0[4].take()))
    }
  }
}

extension ReplayRing: Dismantled {
  var dismantled: Value {
    .record([("capacity", .count(capacity)), ("slots", Value(slots)), ("oldest", .count(oldest))]) {
      ReplayRing(capacity: $0[0].take(), slots: $0[1].take(), oldest: $0[2].take())
    }
  }
}

extension Value {
  /// A number that may be missing.
  fileprivate init(optional number: Double?) {
    self = number.map(Value.number) ?? .other(Double?.none as Any)
  }

  fileprivate var optional: Double? {
    if case .number(let number) = self { number } else { nil }
  }
}

import Curriculum
import Curriculum10
import Gradus

extension Subject {
  static var lesson10: [Subject] {
    let lesson = AttendingLesson.lesson
    let solution = lesson.solution
    return [
      Subject(lesson, "shiftedTargets", "tokens", solution.shiftedTargets) {
        $0.shiftedTargets = $1
      },
      Subject(lesson, "causalMask", "queries keys", solution.causalMask) { $0.causalMask = $1 },
      Subject(lesson, "attention", "queries keys values mask", solution.attention) {
        $0.attention = $1
      },
      Subject(
        lesson, "attentionBackward", "queries keys values mask upstream",
        solution.attentionBackward
      ) { $0.attentionBackward = $1 },
      Subject(lesson, "rotated", "x positions", solution.rotated) { $0.rotated = $1 },
      Subject(lesson, "bytePairs", "tokens merges vocabulary", solution.bytePairs) {
        $0.bytePairs = $1
      },
      Subject(lesson, "probability", "token context text vocabulary", solution.probability) {
        $0.probability = $1
      },
      Subject(
        lesson, "nextProbabilities", "logits temperature k p", solution.nextProbabilities
      ) { $0.nextProbabilities = $1 },
      Subject(lesson, "cachedStep", "queries keys values cache", solution.cachedStep) {
        $0.cachedStep = $1
      },
    ] + lesson10WithFunctions
  }

  private static var lesson10WithFunctions: [Subject] {
    let lesson = AttendingLesson.lesson
    let solution = lesson.solution
    return [
      Subject(lesson, "multiHead") { answers, installed in
        answers.multiHead = { queries, keys, values, heads, attend in
          try withoutActuallyEscaping(attend) { attend in
            try installed.call(
              .arguments(
                ["queries", "keys", "values", "heads", "attend"],
                [Value(queries), Value(keys), Value(values), .count(heads), .attend(attend)])
            ) { changed in
              Value(
                try solution.multiHead(
                  changed["queries"].get(), changed["keys"].get(), changed["values"].get(),
                  changed["heads"].get(), changed["attend"].attend))
            }.get()
          }
        }
      },
      Subject(lesson, "block") { answers, installed in
        answers.block = { x, parts, attend in
          try withoutActuallyEscaping(attend) { attend in
            try installed.call(
              .arguments(["x", "parts", "attend"], [Value(x), Value(parts), .attend(attend)])
            ) { changed in
              Value(
                try solution.block(
                  changed["x"].get(), changed["parts"].get(), changed["attend"].attend))
            }.get()
          }
        }
      },
      Subject(lesson, "trainingStep") { answers, installed in
        answers.trainingStep = { model, tokens, optimizer in
          let result = try installed.call(
            .arguments(
              ["model", "tokens", "optimizer"], [Value(model), .labels(tokens), Value(optimizer)])
          ) { changed in
            var model: SmallGPT = changed["model"].get()
            var optimizer: Adam<Double> = changed["optimizer"].get()
            let loss = try solution.trainingStep(&model, changed["tokens"].get(), &optimizer)
            return .arguments(
              ["loss", "model", "optimizer"], [.number(loss), Value(model), Value(optimizer)])
          }
          model = result["model"].get()
          optimizer = result["optimizer"].get()
          return result["loss"].get()
        }
      },
    ]
  }
}

extension Value {
  /// Attention that is handed to an answer. Its three arguments are one record.
  fileprivate static func attend(_ attend: @escaping Attend) -> Value {
    .function(
      Function(
        call: { Value(try attend($0["queries"].get(), $0["keys"].get(), $0["values"].get())) },
        fallback: { $0["queries"] }))
  }

  fileprivate var attend: Attend {
    guard case .function(let function) = self else { fatalError("no function") }
    return { queries, keys, values in
      try function.call(
        .arguments(["queries", "keys", "values"], [Value(queries), Value(keys), Value(values)])
      ).get()
    }
  }
}

extension Variable<Double>: Dismantled {
  /// Unchanged, it stays where it was recorded.
  var dismantled: Value {
    .record([("value", .tensor(value))]) { parts in
      let changed: Tensor<Double> = parts[0].take()
      return Value.tensor(changed).isSame(as: .tensor(value)) ? self : Variable(changed)
    }
  }
}

extension AttentionGradients: Dismantled {
  var dismantled: Value {
    .record([("queries", .tensor(queries)), ("keys", .tensor(keys)), ("values", .tensor(values))]) {
      AttentionGradients(queries: $0[0].take(), keys: $0[1].take(), values: $0[2].take())
    }
  }
}

extension KeyValues: Dismantled {
  var dismantled: Value {
    .record([("keys", .tensor(keys)), ("values", .tensor(values))]) {
      KeyValues(keys: $0[0].take(), values: $0[1].take())
    }
  }
}

extension TokenPair: Dismantled {
  var dismantled: Value {
    .record([("first", .count(first)), ("second", .count(second))]) {
      TokenPair($0[0].take(), $0[1].take())
    }
  }
}

extension Module where Scalar == Double {
  /// Its parameters, under their names.
  fileprivate func dismantledParameters() -> Value {
    var parts: [(name: String, value: Value)] = []
    var copy = self
    copy.visitParameters { parts.append(($0.path, Value($1))) }
    return .record(parts) { parts in
      var (copy, place) = (self, 0)
      copy.visitParameters { _, parameter in
        parameter = parts[place].take()
        place += 1
      }
      return copy
    }
  }
}

extension BlockParts: Dismantled {
  var dismantled: Value { dismantledParameters() }
}

extension SmallGPT: Dismantled {
  /// All weights in one row: each by itself would be many mutants of one kind.
  var dismantled: Value {
    let all = parameters.flatMap(\.value.elements)
    return .record([("weights", .tensor(Tensor(all)))]) { parts in
      let changed: Tensor<Double> = parts[0].take()
      var (copy, place) = (self, 0)
      copy.visitParameters { _, parameter in
        let end = place + parameter.shape.elementCount
        parameter = Variable(changed[place..<end].reshaped(to: parameter.shape))
        place = end
      }
      return copy
    }
  }
}

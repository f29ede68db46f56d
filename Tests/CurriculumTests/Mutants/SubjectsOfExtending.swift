import Curriculum
import Curriculum13
import Gradus

extension Subject {
  static var lesson13: [Subject] {
    let lesson = ExtendingLesson.lesson
    let solution = lesson.solution
    return [
      Subject(lesson, "squareplusGradients", "x b upstream", solution.squareplusGradients) {
        $0.squareplusGradients = $1
      },
      Subject(lesson, "squareplus") { answers, installed in
        answers.squareplus = { x, b in
          let result = try installed.call(
            .arguments(["x", "b"], [.tensor(x.value), .tensor(b.value)])
          ) { changed in
            let (x, b): (Tensor<Double>, Tensor<Double>) = (
              changed["x"].get(), changed["b"].get()
            )
            // Repeated first, so that each place has slopes of its own.
            let shape = (x + b).shape
            let (value, pullback) = try valueWithPullback(
              at: [x.broadcast(to: shape), b.broadcast(to: shape)]
            ) { try solution.squareplus($0[0], $0[1]) }
            let slopes = pullback(.ones(shape))
            return .arguments(
              ["value", "slope of x", "slope of b"],
              [.tensor(value), .tensor(slopes[0]), .tensor(slopes[1])])
          }
          let slopeOfX: Tensor<Double> = result["slope of x"].get()
          let slopeOfB: Tensor<Double> = result["slope of b"].get()
          return Variable(
            "mutated squareplus", result["value"].get(),
            (x, { ($0 * slopeOfX).unbroadcast(to: x.shape) }),
            (b, { ($0 * slopeOfB).unbroadcast(to: b.shape) }))
        }
      },
      Subject(
        lesson, "muonStep", "weight gradient velocity learningRate momentum", solution.muonStep
      ) { $0.muonStep = $1 },
      Subject(lesson, "stableDecay", "step total peak warmup decay", solution.stableDecay) {
        $0.stableDecay = $1
      },
    ] + lesson13WithFunctions
  }

  private static var lesson13WithFunctions: [Subject] {
    let lesson = ExtendingLesson.lesson
    let solution = lesson.solution
    return [
      Subject(lesson, "robustLoss") { answers, installed in
        answers.robustLoss = { prediction, target, weights, epsilon, reduction in
          let result = try installed.call(
            .arguments(
              ["prediction", "target", "weights", "epsilon"],
              [.tensor(prediction.value), .tensor(target), .tensor(weights), .number(epsilon)])
          ) { changed in
            let (loss, pullback) = try valueWithPullback(at: [changed["prediction"].get()]) {
              try solution.robustLoss(
                $0[0], changed["target"].get(), changed["weights"].get(),
                changed["epsilon"].get(), reduction)
            }
            return .arguments(
              ["loss", "gradient"], [.tensor(loss), .tensor(pullback(.ones(loss.shape))[0])])
          }
          let gradient: Tensor<Double> = result["gradient"].get()
          return Variable(
            "mutated loss", result["loss"].get(),
            (prediction, { gradient * ($0.rank == 0 ? $0 : $0.expandingDimension(at: 1)) }))
        }
      },
      Subject(lesson, "hessianVectorProduct") { answers, installed in
        answers.hessianVectorProduct = { gradient, x, v in
          try withoutActuallyEscaping(gradient) { gradient in
            try installed.call(.arguments(["x", "v"], [.tensor(x), .tensor(v)])) { changed in
              .tensor(
                try solution.hessianVectorProduct(
                  gradient, changed["x"].get(), changed["v"].get()))
            }.get()
          }
        }
      },
      Subject(lesson, "accumulatedStep") { answers, installed in
        answers.accumulatedStep = { parameters, sizes, maximum, rate, gradient in
          try withoutActuallyEscaping(gradient) { gradient in
            try installed.call(
              .arguments(
                ["parameters", "sizes", "maximumNorm", "learningRate"],
                [Value(parameters), .counts(sizes), .number(maximum), .number(rate)])
            ) { changed in
              Value(
                try solution.accumulatedStep(
                  changed["parameters"].get(), changed["sizes"].get(),
                  changed["maximumNorm"].get(), changed["learningRate"].get(), gradient))
            }.get()
          }
        }
      },
      Subject(lesson, "squareplusKernel") { answers, installed in
        answers.squareplusKernel = { x, b, y, count in
          let result: [Double] = try installed.call(
            .arguments(
              ["x", "b"], [.numbers((0..<count).map { Double(x[$0]) }), .number(Double(b))])
          ) { changed in
            let numbers = changed["x"].get([Double].self).map { Float($0) }
            var result = numbers
            try solution.squareplusKernel(
              numbers, Float(changed["b"].get(Double.self)), &result, numbers.count)
            return .numbers(result.map { Double($0) })
          }.get()
          for (i, number) in result.prefix(count).enumerated() { y[i] = Float(number) }
        }
      },
      Subject(lesson, "centered") { answers, installed in
        answers.centered = { x, running, momentum, isTraining in
          var pullback: (Tensor<Double>) -> Tensor<Double> = { $0 }
          let result = try installed.call(
            .arguments(
              ["x", "runningMean", "momentum", "isTraining"],
              [.tensor(x.value), .tensor(running), .number(momentum), .flag(isTraining)])
          ) { changed in
            var running: Tensor<Double> = changed["runningMean"].get()
            let (output, back) = try valueWithPullback(at: [changed["x"].get()]) {
              try solution.centered(
                $0[0], &running, changed["momentum"].get(), changed["isTraining"].get())
            }
            pullback = { back($0)[0] }
            return .arguments(
              ["output", "running mean afterward"], [.tensor(output), .tensor(running)])
          }
          running = result["running mean afterward"].get()
          return Variable("mutated centered", result["output"].get(), (x, pullback))
        }
      },
      Subject(lesson, "isRightLayer") { answers, installed in
        answers.isRightLayer = { layer, shapes, generator in
          var pullback: (Tensor<Double>) throws -> [Tensor<Double>] = { _ in [] }
          let result = try withoutActuallyEscaping(layer) { layer in
            let function = Function(
              call: { inputs in
                let (output, back) = try layer(inputs.get())
                pullback = back
                return .tensor(output)
              }, fallback: { _ in .tensor([0]) })
            return try installed.call(
              .arguments(
                ["layer", "shapes", "generator"],
                [.function(function), Value(shapes), .generator(generator)])
            ) { changed in
              guard case .function(let function) = changed["layer"] else {
                fatalError("no function")
              }
              var generator: RandomGenerator = changed["generator"].get()
              let verdict = try solution.isRightLayer(
                { (try function.call(Value($0)).get(), pullback) }, changed["shapes"].get(),
                &generator)
              return .arguments(
                ["verdict", "generator afterward"], [.flag(verdict), .generator(generator)])
            }
          }
          generator = result["generator afterward"].get()
          return result["verdict"].get()
        }
      },
    ]
  }
}

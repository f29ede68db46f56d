import Curriculum
import Gradus

extension LinearRegressionLesson {
  static let trainMistakes: [Mistake<Train>] = [
    loop(
      "every step from the start",
      "That is the model after one step: the next step has to start from where the last ended."
    ) { run in
      run.losses.append(try run.loss(run.start))
      run.model = try run.step(run.start, at: run.start)
    },
    loop(
      "gradient always at the start",
      "All steps go along the gradient at the start: compute it again in each round."
    ) { run in
      run.losses.append(try run.loss(run.model))
      run.model = try run.step(run.model, at: run.start)
    },
    loop(
      "back to the start before each step",
      "Each step begins at the start again: take it from the present model."
    ) { run in
      run.losses.append(try run.loss(run.model))
      run.model = try run.step(run.start, at: run.model)
    },
    loop("loss noted after the step", "Those are the losses after each step; note them before.") {
      run in
      run.model = try run.step(run.model, at: run.model)
      run.losses.append(try run.loss(run.model))
    },
    loop("loss always of the start", "Each loss is that of the present model, not of the start.") {
      run in
      run.losses.append(try run.loss(run.start))
      run.model = try run.step(run.model, at: run.model)
    },
    loop("stops when the loss grows", "The loop runs `steps` times, also when the loss grows.") {
      run in
      let loss = try run.loss(run.model)
      if let last = run.losses.last, loss > last { return }
      run.losses.append(loss)
      run.model = try run.step(run.model, at: run.model)
    },
    loop(
      "stops when the loss hardly falls",
      "The loop runs `steps` times, also when the loss hardly falls."
    ) { run in
      let loss = try run.loss(run.model)
      if let last = run.losses.last, loss < last, loss > 0.999 * last { return }
      run.losses.append(loss)
      run.model = try run.step(run.model, at: run.model)
    },
    loop(
      "stops when the loss is not finite", "The loop runs `steps` times, whatever the loss."
    ) { run in
      let loss = try run.loss(run.model)
      if !loss.isFinite { return }
      run.losses.append(loss)
      run.model = try run.step(run.model, at: run.model)
    },
    changed("no losses", "Append the loss in each round.") { ($0.model, []) },
    changed("one loss", "The loss is noted once only: is that inside the loop?") {
      ($0.model, Array($0.losses.prefix(1)))
    },
    loop("uphill", "Each step goes uphill: the gradient is subtracted, as in your step.") { run in
      run.losses.append(try run.loss(run.model))
      let gradient = try LinearRegression.gradient(run.x, run.target, at: run.model)
      run.model = try LinearRegression.step(run.model, along: gradient, learningRate: -run.rate)
    },
    loop("the bias stays", "The bias never changes: the whole model takes the step.") { run in
      run.losses.append(try run.loss(run.model))
      let bias = run.model.bias
      run.model = try run.step(run.model, at: run.model)
      run.model.bias = bias
    },
    loop(
      "the bias after the weights",
      "The derivative of the bias is taken after the weights have changed: one gradient serves both."
    ) { run in
      run.losses.append(try run.loss(run.model))
      let bias = run.model.bias
      run.model.weights = try run.step(run.model, at: run.model).weights
      run.model.bias = try run.step(
        LinearModel(weights: run.model.weights, bias: bias), at: run.model
      ).bias
    },
    loop(
      "a rate that falls", "The rate stays the same in all steps: use learningRate as it is."
    ) { run in
      run.losses.append(try run.loss(run.model))
      let gradient = try LinearRegression.gradient(run.x, run.target, at: run.model)
      run.model = try LinearRegression.step(
        run.model, along: gradient, learningRate: run.rate / Double(run.losses.count))
    },
    loop(
      "a step for each sample",
      "A step is taken after each sample: one gradient of all samples makes one step."
    ) { run in
      run.losses.append(try run.loss(run.model))
      for i in 0..<run.x.shape[0] {
        run.model = try LinearRegression.stepped(
          run.x[i..<i + 1], run.target[i..<i + 1], run.model, run.rate)
      }
    },
    loop("two steps in each round", "Two steps are taken in each round: one is right.") { run in
      run.losses.append(try run.loss(run.model))
      run.model = try run.step(run.model, at: run.model)
      run.model = try run.step(run.model, at: run.model)
    },
    loop(
      "one sample for each step",
      "Each step looks at one sample only: its gradient is that of all of them."
    ) { run in
      let i = run.losses.count % run.x.shape[0]
      run.losses.append(try run.loss(run.model))
      run.model = try LinearRegression.stepped(
        run.x[i..<i + 1], run.target[i..<i + 1], run.model, run.rate)
    },
    changed(
      "roots of the losses", "Those are the roots of the losses: note the mean squared error."
    ) {
      ($0.model, $0.losses.map { $0.squareRoot() })
    },
    loop("means of the losses", "Each loss is that of the present model, not the mean so far.") {
      run in
      let (count, loss) = (Double(run.losses.count), try run.loss(run.model))
      run.losses.append(((run.losses.last ?? 0) * count + loss) / (count + 1))
      run.model = try run.step(run.model, at: run.model)
    },
    Mistake(
      "the bias of the start left out", "The bias begins at zero there, not at that of `start`.",
      { x, target, start, rate, steps in
        try LinearRegression.train(
          x, target, from: LinearModel(weights: start.weights, bias: 0), learningRate: rate,
          steps: steps)
      }),
    changed("the first loss not noted", "The first loss is missing: note it before the first step.")
    {
      ($0.model, Array($0.losses.dropFirst()))
    },
    changed("losses in reverse", "The losses are in reverse order: append each at the end.") {
      ($0.model, $0.losses.reversed())
    },
    Mistake(
      "one round too few", "One round is missing: the loop runs `steps` times, from 0.",
      { x, target, start, rate, steps in
        try LinearRegression.train(
          x, target, from: start, learningRate: rate, steps: max(0, steps - 1))
      }),
    Mistake(
      "one step too many", "The loop runs once too often: `steps` times is right.",
      { x, target, start, rate, steps in
        try LinearRegression.train(x, target, from: start, learningRate: rate, steps: steps + 1)
      }),
    Mistake(
      "a loss of the last model, too", "There is one loss too many: one before each step.",
      { x, target, start, rate, steps in
        var run = try LinearRegression.train(
          x, target, from: start, learningRate: rate, steps: steps)
        run.losses.append(try LinearRegression.loss(x, target, run.model))
        return run
      }),
    Mistake(
      "one step too few", "One step is missing.",
      { x, target, start, rate, steps in
        let (model, _) = try LinearRegression.train(
          x, target, from: start, learningRate: rate, steps: max(0, steps - 1))
        let (_, losses) = try LinearRegression.train(
          x, target, from: start, learningRate: rate, steps: steps)
        return (model, losses)
      }),
    Mistake(
      "returns the first model", "That is the model from before the first step.",
      { x, target, start, rate, steps in
        let run = try LinearRegression.train(
          x, target, from: start, learningRate: rate, steps: steps)
        return (start, run.losses)
      }),
    Mistake(
      "returns the best model",
      "That is the model with the smallest loss: asked for is the one after the last step.",
      { x, target, start, rate, steps in
        var (best, model, losses) = (start, start, [Double]())
        for _ in 0..<steps {
          losses.append(try LinearRegression.loss(x, target, model))
          model = try LinearRegression.stepped(x, target, model, rate)
          if try LinearRegression.loss(x, target, model) < LinearRegression.loss(x, target, best) {
            best = model
          }
        }
        return (best, losses)
      }),
    Mistake(
      "ignores where to start", "The descent begins at zero there, not at `start`.",
      { x, target, start, rate, steps in
        let zero = LinearModel(weights: .zeros(start.weights.shape), bias: 0)
        return try LinearRegression.train(x, target, from: zero, learningRate: rate, steps: steps)
      }),
    Mistake(
      "ignores the learning rate",
      "That is what a learning rate of 0.1 leads to: use learningRate.",
      { x, target, start, _, steps in
        try LinearRegression.train(x, target, from: start, learningRate: 0.1, steps: steps)
      }),
    Mistake(
      "first 8 samples", "Only the first samples count there: hand all of x and target on.",
      { x, target, start, rate, steps in
        let few = min(8, x.shape[0])
        return try LinearRegression.train(
          x[0..<few], target[0..<few], from: start, learningRate: rate, steps: steps)
      }),
    Mistake(
      "losses are sums", "Those are sums of squares: note the mean, with your meanSquaredError.",
      { x, target, start, rate, steps in
        let run = try LinearRegression.train(
          x, target, from: start, learningRate: rate, steps: steps)
        return (run.model, run.losses.map { $0 * Double(x.shape[0]) })
      }),
  ]

  /// What a round of a wrong loop works on.
  private struct Run {
    let x: Matrix
    let target: Matrix
    let start: LinearModel
    let rate: Double
    var model: LinearModel
    var losses: [Double] = []

    func loss(_ model: LinearModel) throws -> Double {
      try LinearRegression.loss(x, target, model)
    }

    func step(_ model: LinearModel, at place: LinearModel) throws -> LinearModel {
      let gradient = try LinearRegression.gradient(x, target, at: place)
      return try LinearRegression.step(model, along: gradient, learningRate: rate)
    }
  }

  private static func loop(
    _ name: String, _ why: String, _ round: @escaping @Sendable (inout Run) throws -> Void
  ) -> Mistake<Train> {
    Mistake(name, why) { x, target, start, rate, steps in
      var run = Run(x: x, target: target, start: start, rate: rate, model: start)
      for _ in 0..<steps { try round(&run) }
      return (run.model, run.losses)
    }
  }

  private static func changed(
    _ name: String, _ why: String,
    _ change: @escaping @Sendable (Answers.Training) -> Answers.Training
  ) -> Mistake<Train> {
    Mistake(name, why) { x, target, start, rate, steps in
      change(
        try LinearRegression.train(x, target, from: start, learningRate: rate, steps: steps))
    }
  }
}

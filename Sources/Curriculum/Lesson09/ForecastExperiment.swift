import Curriculum
import Gradus

/// A series of numbers, and what its forecast is made with.
struct Series: Sendable {
  let name: String
  /// The name of its picture.
  let file: String
  let unit: String
  /// The year of each number, with a fraction.
  let times: [Double]
  let numbers: Tensor<Double>
  /// After how many numbers it comes around: 11 years, or 12 months.
  let season: Int
  /// How many numbers a forecast looks back to, and how many are to be forecast.
  let (length, heldOut): (Int, Int)

  /// Yearly sunspot numbers from 1700 on.
  static func sunspots() throws -> Series {
    let table = try Dataset.sunspots.table()
    return Series(
      name: "Sunspots", file: "sunspots", unit: "sunspots", times: try table.numbers("year"),
      numbers: Tensor(try table.numbers("sunspots")), season: 11, length: 22, heldOut: 60)
  }

  /// Monthly CO₂ of Mauna Loa from 1958 on.
  static func co2() throws -> Series {
    let table = try Dataset.co2.table()
    let (years, months) = (try table.numbers("year"), try table.numbers("month"))
    return Series(
      name: "CO₂", file: "co2", unit: "ppm", times: zip(years, months).map { $0 + ($1 - 0.5) / 12 },
      numbers: Tensor(try table.numbers("co2_ppm")), season: 12, length: 24, heldOut: 120)
  }
}

extension RememberingExperiment {
  /// From numbers, of which the last so many are to be forecast, to the forecasts: each from all before it.
  typealias Method = (_ numbers: Tensor<Double>, _ heldOut: Int) throws -> Tensor<Double>

  /// What a method has forecast.
  struct Forecast: Sendable {
    let name: String
    /// Of the numbers held out.
    let numbers: Tensor<Double>
    /// The root of the mean squared error on them.
    let error: Double
    /// The same a period earlier: on as many numbers before them, when those were not known yet.
    let errorBefore: Double
  }

  /// The forecasts of a network that was made so many times, and of three methods that need none.
  func forecasts(_ series: Series, seeds: [UInt64], epochs: Int) throws -> [Forecast] {
    let (season, length) = (series.season, series.length)
    let methods: [(String, Method)] =
      [
        ("the last number", { numbers, heldOut in shifted(numbers, by: 1, heldOut) }),
        ("a season ago", { numbers, heldOut in shifted(numbers, by: season, heldOut) }),
        ("linear, \(length) numbers", { try linear($0, length, $1) }),
      ]
      + seeds.map { seed in
        ("LSTM, seed \(seed)", { try recurrent($0, length, $1, seed: seed, epochs: epochs) })
      }
    return try methods.map { try forecast(series, $0, $1) }
  }

  private func forecast(
    _ series: Series, _ name: String, _ method: Method
  ) throws -> Forecast {
    let heldOut = series.heldOut
    func run(_ numbers: Tensor<Double>) throws -> (Tensor<Double>, Double) {
      let forecast = try method(numbers, heldOut)
      let errors = forecast - numbers[(numbers.shape[0] - heldOut)...]
      return (forecast, errors.squared().mean().squareRoot())
    }
    let (numbers, error) = try run(series.numbers)
    let before = try run(series.numbers[0..<series.numbers.shape[0] - heldOut])
    return Forecast(name: name, numbers: numbers, error: error, errorBefore: before.1)
  }

  private func shifted(
    _ numbers: Tensor<Double>, by steps: Int, _ heldOut: Int
  ) -> Tensor<Double> {
    let count = numbers.shape[0]
    return numbers[count - heldOut - steps..<count - steps]
  }

  /// Linear regression from a window to the next number, by lesson 1's normal equation.
  private func linear(
    _ numbers: Tensor<Double>, _ length: Int, _ heldOut: Int
  ) throws -> Tensor<Double> {
    let (training, test) = try answers.windows(numbers, length, heldOut)
    func features(_ windows: SeriesWindows) -> Tensor<Double> {
      .concatenate([windows.inputs, .ones([windows.inputs.shape[0], 1])], along: 1)
    }
    let x = features(training)
    // A little ridge: neighboring numbers of a smooth series are nearly the same, and so are columns of x.
    let weights = try solve(
      matmul(x.transposed(), x) + 1e-6 * Tensor.identity(length + 1),
      matmul(x.transposed(), training.targets.expandingDimension(at: 1)))
    return unscaled(matmul(features(test), weights).flattened(), numbers, heldOut)
  }

  /// An LSTM of 32 units that reads a window and names the next number.
  private func recurrent(
    _ numbers: Tensor<Double>, _ length: Int, _ heldOut: Int, seed: UInt64, epochs: Int
  ) throws -> Tensor<Double> {
    let (training, test) = try answers.windows(numbers, length, heldOut)
    func sequences(_ windows: SeriesWindows) -> Tensor<Float> {
      Tensor<Float>(windows.inputs).expandingDimension(at: 2)
    }
    var generator = RandomGenerator(seed: seed)
    var model = SequenceReader(LSTM(1, 32, forgetBias: 1, using: &generator), 1, using: &generator)
    let (x, targets) = (sequences(training), Tensor<Float>(training.targets))
    let count = targets.shape[0]
    let steps = epochs * ((count + 31) / 32)
    let rates = CosineDecay(from: 5e-3, to: 1e-4, steps: steps)
    var optimizer = Adam<Float>(learningRate: rates.learningRate)
    var (context, step) = (Context.training(seed: seed), 0)
    for _ in 0..<epochs {
      let order = generator.permutation(count)
      for first in stride(from: 0, to: count, by: 32) {
        let batch = Array(order[first..<min(first + 32, count)])
        optimizer.learningRate = rates.rate(at: step)
        step += 1
        var (_, gradients) = valueWithGradients(at: &model) { model in
          let forecast = model.forward(Variable(x.gather(batch)), in: &context)
          return meanSquaredError(
            forecast.reshaped(to: [batch.count]), targets.gather(batch))
        }
        gradients.clip(toNorm: 1)
        optimizer.update(&model, along: gradients)
      }
    }
    context = .inference
    let forecast = model.forward(Variable(sequences(test)), in: &context).value
    return unscaled(Tensor<Double>(forecast.flattened()), numbers, heldOut)
  }

  /// What `windows` has standardized, as it was.
  private func unscaled(
    _ forecast: Tensor<Double>, _ numbers: Tensor<Double>, _ heldOut: Int
  ) -> Tensor<Double> {
    let known = numbers[0..<numbers.shape[0] - heldOut]
    return forecast * known.variance().squareRoot() + known.mean()
  }
}

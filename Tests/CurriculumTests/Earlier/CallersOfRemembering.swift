import Curriculum09
import Gradus

extension Caller {
  static var lesson9: [Caller] {
    callers(
      RememberingLesson.lesson,
      [
        (
          "unroll",
          { answers, earlier in
            answers.unroll = { x, start, weights in
              var (state, states) = (start, [Tensor<Double>]())
              for t in 0..<x.shape[1] {
                state = try earlier.step(x[0..., t], state, weights)
                states.append(state)
              }
              return .stack(states, along: 1)
            }
          }
        ),
        (
          "backwardThroughTime",
          { answers, earlier in
            answers.backwardThroughTime = { x, start, states, weights, upstream in
              var gradients = CellGradients(
                x: .zeros(x.shape), state: .zeros(start.shape), weights: weights.zeros)
              for t in (0..<x.shape[1]).reversed() {
                let step = try earlier.stepBackward(
                  x[0..., t], t > 0 ? states[0..., t - 1] : start, states[0..., t], weights,
                  upstream[0..., t] + gradients.state)
                gradients.x[0..., t] = step.x
                gradients.state = step.state
                gradients.weights.add(step.weights)
              }
              return gradients
            }
          }
        ),
        (
          "truncated",
          { answers, earlier in
            answers.truncated = { x, start, weights, length, upstream in
              var (state, sum, parts) = (start, weights.zeros, [Tensor<Double>]())
              for first in stride(from: 0, to: x.shape[1], by: length) {
                let times = first..<min(first + length, x.shape[1])
                let states = try earlier.unroll(x[0..., times], state, weights)
                let gradients = try earlier.backwardThroughTime(
                  x[0..., times], state, states, weights, upstream[0..., times])
                sum.add(gradients.weights)
                state = states[0..., times.count - 1]
                parts.append(states)
              }
              return (.concatenate(parts, along: 1), sum)
            }
          }
        ),
      ])
  }
}

import Curriculum10
import Gradus

extension Caller {
  static var lesson10: [Caller] {
    callers(
      AttendingLesson.lesson,
      [
        (
          "block",
          { answers, earlier in
            answers.block = { x, parts, attend in
              let asking = parts.norm1(x)
              let seen = try earlier.multiHead(
                parts.query(asking), parts.key(asking), parts.value(asking), parts.heads, attend)
              let sum = x + parts.output(seen)
              return sum + parts.down(parts.up(parts.norm2(sum)).gelu())
            }
          }
        ),
        (
          "cachedStep",
          { answers, earlier in
            answers.cachedStep = { queries, keys, values, cache in
              let (start, count) = (cache.keys.shape[2], queries.shape[2])
              let positions = Tensor((start..<start + count).map(Double.init))
              let all = KeyValues(
                keys: .concatenate([cache.keys, try earlier.rotated(keys, positions)], along: 2),
                values: .concatenate([cache.values, values], along: 2))
              let result = try earlier.attention(
                earlier.rotated(queries, positions), all.keys, all.values,
                earlier.causalMask(count, start + count))
              return (result, all)
            }
          }
        ),
        (
          "trainingStep",
          { answers, earlier in
            answers.trainingStep = { model, tokens, optimizer in
              let (inputs, targets) = try earlier.shiftedTargets(tokens)
              var (loss, gradients) = try valueWithGradients(at: &model) { model in
                softmaxCrossEntropy(logits: try model.logits(inputs), labels: targets)
              }
              gradients.clip(toNorm: 1)
              optimizer.update(&model, along: gradients)
              return loss
            }
          }
        ),
      ])
  }
}

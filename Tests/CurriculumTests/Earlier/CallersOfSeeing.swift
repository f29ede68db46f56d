import Curriculum
import Curriculum08
import Gradus

extension Caller {
  static var lesson8: [Caller] {
    callers(
      SeeingLesson.lesson,
      [
        (
          "convolve",
          { answers, earlier in
            answers.convolve = { images, filters, stride, padding in
              let (x, w) = (images.shape, filters.weight.shape)
              if x[1] != w[1] { throw DoesNotFit("channels") }
              let height = try earlier.outputSize(x[2], w[2], stride, padding)
              let width = try earlier.outputSize(x[3], w[3], stride, padding)
              var output = Tensor<Double>.zeros([x[0], w[0], height, width])
              for (b, o) in (0..<x[0]).flatMap({ b in (0..<w[0]).map { (b, $0) } }) {
                for (y, x) in (0..<height).flatMap({ y in (0..<width).map { (y, $0) } }) {
                  output[b, o, y, x] = filters.bias[o]
                  for (i, j) in (0..<w[2]).flatMap({ i in (0..<w[3]).map { (i, $0) } }) {
                    let (row, column) = (y * stride - padding + i, x * stride - padding + j)
                    guard 0..<images.shape[2] ~= row, 0..<images.shape[3] ~= column else {
                      continue
                    }
                    for c in 0..<w[1] {
                      output[b, o, y, x] += images[b, c, row, column] * filters.weight[o, c, i, j]
                    }
                  }
                }
              }
              return output
            }
          }
        ),
        (
          "imageColumns",
          { answers, earlier in
            answers.imageColumns = { image, kernel, stride, padding in
              let s = image.shape
              let height = try earlier.outputSize(s[1], kernel.height, stride, padding)
              let width = try earlier.outputSize(s[2], kernel.width, stride, padding)
              var columns = Tensor<Double>.zeros([
                s[0] * kernel.height * kernel.width, height * width,
              ])
              for row in 0..<columns.shape[0] {
                let (c, i, j) = (
                  row / kernel.width / kernel.height, row / kernel.width % kernel.height,
                  row % kernel.width
                )
                for place in 0..<columns.shape[1] {
                  let y = place / width * stride - padding + i
                  let x = place % width * stride - padding + j
                  if 0..<s[1] ~= y, 0..<s[2] ~= x { columns[row, place] = image[c, y, x] }
                }
              }
              return columns
            }
          }
        ),
        (
          "convolveByColumns",
          { answers, earlier in
            answers.convolveByColumns = { images, filters, stride, padding in
              let (x, w) = (images.shape, filters.weight.shape)
              if x[1] != w[1] { throw DoesNotFit("channels") }
              let height = try earlier.outputSize(x[2], w[2], stride, padding)
              let width = try earlier.outputSize(x[3], w[3], stride, padding)
              let matrix = filters.weight.reshaped(to: [w[0], w[1] * w[2] * w[3]])
              return .stack(
                try (0..<x[0]).map { b in
                  let columns = try earlier.imageColumns(
                    images[b, 0...], Size2D(height: w[2], width: w[3]), stride, padding)
                  return (matmul(matrix, columns) + filters.bias.reshaped(to: [w[0], 1]))
                    .reshaped(to: [w[0], height, width])
                })
            }
          }
        ),
        (
          "filterGradient",
          { answers, earlier in
            answers.filterGradient = { images, upstream, kernel, stride, padding in
              let (x, u) = (images.shape, upstream.shape)
              let weight = try (0..<x[0]).map { b in
                matmul(
                  upstream[b, 0...].reshaped(to: [u[1], u[2] * u[3]]),
                  try earlier.imageColumns(images[b, 0...], kernel, stride, padding),
                  transposeB: true)
              }.reduce(Tensor<Double>(0), +)
              return Filters(
                weight: weight.reshaped(to: [u[1], x[1], kernel.height, kernel.width]),
                bias: upstream.sum(along: [0, 2, 3]))
            }
          }
        ),
        (
          "residualBlock",
          { answers, earlier in
            answers.residualBlock = { images, block in
              let inner = try earlier.convolve(images, block.first, block.stride, 1).relu()
              let change = try earlier.convolve(inner, block.second, 1, 1)
              let shortcut =
                try block.projection.map { try earlier.convolve(images, $0, block.stride, 0) }
                ?? images
              guard shortcut.shape == change.shape else { throw DoesNotFit("shapes") }
              return (change + shortcut).relu()
            }
          }
        ),
        (
          "saliency",
          { answers, earlier in
            answers.saliency = { image, label, network in
              let (stride, padding) = (network.stride, network.padding)
              let picture = image.reshaped(to: Shape([1] + image.shape.dimensions))
              let maps = try earlier.convolve(picture, network.filters, stride, padding)
              var upstream = Tensor<Double>.zeros(maps.shape)
              for o in 0..<maps.shape[1] {
                for (y, x) in (0..<maps.shape[2]).flatMap({ y in
                  (0..<maps.shape[3]).map { (y, $0) }
                }) where maps[0, o, y, x] > 0 {
                  upstream[0, o, y, x] =
                    network.head[o, label] / Double(maps.shape[2] * maps.shape[3])
                }
              }
              let size = Size2D(height: image.shape[1], width: image.shape[2])
              return try earlier.inputGradient(
                upstream, network.filters.weight, size, stride, padding)[0, 0...].abs().max(
                  along: 0)
            }
          }
        ),
        (
          "nonMaximumSuppression",
          { answers, earlier in
            answers.nonMaximumSuppression = { detections, threshold in
              let order = detections.indices.filter { !detections[$0].score.isNaN }
                .sorted { detections[$0].score > detections[$1].score }
              return try order.reduce(into: []) { kept, candidate in
                let isCovered = try kept.contains {
                  try detections[$0].label == detections[candidate].label
                    && earlier.intersectionOverUnion(
                      detections[$0].box, detections[candidate].box) > threshold
                }
                if !isCovered { kept.append(candidate) }
              }
            }
          }
        ),
      ])
  }
}

/// What `gradus help` prints.
let helpText = """
  gradus                   the lessons, your progress, the next step
  gradus lesson N          run the experiment of lesson N and write its plots
      --mine               with your own functions instead of ours
      --backend NAME       the kernels of tensor operations: naive (default) or simd
      --seed S             the seed of all random numbers (default 1)
      --quick              a shorter run
  gradus check N           judge your exercises of lesson N; exit code 1 if one is wrong
      --hint               with hints for the next one
  gradus datasets          the datasets, verified by their checksums; exit code 1 if one is not right
  gradus benchmark [NAME…]  the time of training steps and operations, in µs
      --json               one JSON object a line
  gradus help              this page

  From a clone of the repository: swift run gradus …
  GRADUS_DATASETS names a folder to use instead of Datasets/. NO_COLOR turns colours off.
  """

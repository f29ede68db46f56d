/// What `gradus help` prints.
let helpText = """
  gradus                the lessons, your progress, the next step
  gradus lesson N       run the experiment of lesson N and write its plots
      --mine            with your own functions instead of ours
      --seed S          the seed of all random numbers (default 1)
      --plots FOLDER    where the plots go (default: plots/ of the lesson)
      --quick           a shorter run
      --part LETTERS    only these parts, as in --part b
      --full [ROW]      all seeds of the long studies, or one row to compare
  gradus try N          play with what lesson N trains (--mine, --seed)
      --checkpoint FILE lesson 10: where its GPT is kept, once it is trained;
                        8, 9, 10 and 12: what train --mine has kept
  gradus check N        judge your exercises of lesson N
      --hint [NAME]     with a hint for the next one, or for that one; each call a
                        further hint, from a nudge to the formula
      --watch           builds and judges again at each save
  gradus reset N        put the stubs of lesson N back, and keep what you wrote
      --yes             without asking
  gradus debug          programs with a fault each, and which you have found
      next [N]          one for you to fix, of lesson N or of any
      --seed S          next: which one (default 1)
      check             judge your repair
      hint              a hint; each call a further one
  gradus report         your progress and all pictures on an HTML page
      --output FILE     where (default: gradus-report.html)
      --name NAME       yours, for its first page
      --mine            run the lessons with your functions first
      --quick           shorter runs
  gradus new KIND NAME  write a part of one's own, with its proof, to begin from:
                        operation, layer, loss, optimizer, schedule or lesson
  gradus new package NAME
                        a package that uses Gradus, trains and proves a layer
      --at FOLDER       where it is made (default: the current folder)
  gradus train digits   train a network, and keep it
      --mine            of your own functions of all lessons, beside ours;
                        also: train names, words or tictactoe --mine
      --checkpoint FILE where: weights, optimizer and all that is needed to go on
      --resume          go on from there; lessons that train long take both, too
      --epochs N        how long (default 30); and --seed S
  gradus tune digits    search for a good learning rate, width, optimizer, …
      --strategy NAME   grid, random or halving (default)
      --trials N        how many settings are drawn (default 81)
      --epochs N        how long the best are trained (default 27); and --seed S
      --seconds S       how long the search may take
      --history FILE    where its history is kept; --resume goes on from there
      --plots FOLDER    draws the settings and the effect of each range
  gradus export FILE    write the network of such a checkpoint, or the GPT of
                        try 10, for other engines
      --onnx FILE       the ONNX file to write
  gradus datasets       the datasets, verified by their checksums
  gradus benchmark      the speed of naive and SIMD kernels, in about a minute
      NAME ...          only these workloads; without: all
      --backend NAME    naive, simd, or both (default)
      --threads N       how many threads SIMD may use (default 1)
      --seconds S       how long each is measured (default 0.5)
      --json            one JSON object a line
      --plot FILE.svg   a bar chart of the speed-ups
      --profile         where the time of a training step goes, by operation
  gradus verify-docs    compare the pages with what the program does
      N                 only the page of lesson N
      --quick           only what takes no time, such as links and commands
  gradus help           this page

  With every command:
      --backend NAME    kernels of tensor operations: naive (default) or simd
      --threads N       how many threads simd may use (default: one a core)

  From a clone of the repository: swift run -q gradus …
  Exit code 1: an answer, a dataset or a page is not what it should be, or a file
  or the output cannot be written; 64: the command makes no sense.
  GRADUS_BACKEND and GRADUS_THREADS: as --backend and --threads, for any program.
  GRADUS_DATASETS names a folder to use instead of Datasets/.
  GRADUS_CLONE names a clone to work in instead of the one that the tool lies in.
  NO_COLOR turns colors off.
  """

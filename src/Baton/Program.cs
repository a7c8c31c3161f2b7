using Baton;
using Baton.Cli;

// Waited for here and not awaited: an asynchronous entry point costs every command a millisecond.
return DetachedDaemon.IsAskedFor(args)
    ? DetachedDaemon.RunAsync(args).GetAwaiter().GetResult()
    : CommandLine.RunAsync(args, new Composition()).GetAwaiter().GetResult();

using Baton.TestProcess.Behaviours;

// A program that misbehaves on request: the first argument names the behaviour, the rest belongs to it.
var behaviours = new Dictionary<string, Func<string[], int>>
{
    ["exit"] = Exit.Run,
    ["facts"] = Facts.Run,
    ["trap-terminate"] = TrapTerminate.Run,
    ["sleep"] = Still.Sleep,
    ["ignore-signals"] = Still.IgnoreSignals,
    ["delete-cwd"] = Still.DeleteCurrentFolder,
    ["close-stdio"] = Still.CloseStdio,
    ["double-fork"] = Offspring.DoubleFork,
    ["hold-pipes"] = Offspring.HoldPipes,
    ["flood"] = Flood.Run,
    ["long-line"] = Emit.LongLine,
    ["bars"] = Emit.Bars,
    ["alternate"] = Emit.Alternate,
    ["raw"] = Emit.Raw,
    ["listen"] = Listen.Run,
    ["hang-mount"] = HangingMount.Run,
    ["nanny"] = Nanny.Run,
    ["say"] = Say.Run,
};

if (args.Length == 0 || !behaviours.TryGetValue(args[0], out var behaviour))
{
    Console.Error.WriteLine($"usage: TestProcess BEHAVIOUR [ARGUMENT...]; behaviours: {string.Join(' ', behaviours.Keys)}");
    return 64;
}

return behaviour(args[1..]);

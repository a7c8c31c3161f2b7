using Baton.PumpProcess;

// Hosts the output pump alone, so that a test can kill it: see PumpHost for the words it understands.
if (args.Length < 2)
{
    Console.Error.WriteLine("usage: PumpProcess STATE SERVICE [rotate=BYTES] [keep=COUNT] [full=drop|block] [crash=POINT:NTH]");
    return 64;
}

return await PumpHost.RunAsync(args[0], args[1], PumpArguments.Parse(args[2..]));

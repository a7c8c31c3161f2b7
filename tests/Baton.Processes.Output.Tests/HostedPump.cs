using System.Globalization;
using Baton.TestKit;

namespace Baton.Processes.Output.Tests;

/// <summary>The pump in a process of its own on one state directory, which can be killed and started again.</summary>
internal sealed class HostedPump(string state, params string[] words) : IDisposable
{
    private Child? _child;

    public string State => state;

    public int Pid => _child!.Pid;

    /// <summary>FIFO of stdout, once it was ready.</summary>
    public string Stdout { get; private set; } = "";

    public string Stderr { get; private set; } = "";

    /// <summary>What it said of trouble, in order; "well" when it was over.</summary>
    public List<string> Troubles { get; } = [];

    /// <summary>Starts it, and waits until it carries; false when it ended before that.</summary>
    public async Task<bool> StartAsync(params string[] moreWords)
    {
        _child?.Dispose();
        _child = Child.Start(TestPrograms.PumpProcess, [state, "svc", .. words, .. moreWords]);
        if (await AnswerAsync("ready") is not { } line) return false;
        (Stdout, Stderr) = (line.Split(' ')[1], line.Split(' ')[2]);
        return true;
    }

    /// <summary>Starts it under another program, as one that limits it.</summary>
    public async Task StartUnderAsync(string program, params string[] arguments)
    {
        _child = Child.Start(program, [.. arguments, TestPrograms.PumpProcess, state, "svc", .. words]);
        var line = await AnswerAsync("ready") ?? throw new InvalidOperationException("the hosted pump ended");
        (Stdout, Stderr) = (line.Split(' ')[1], line.Split(' ')[2]);
    }

    public async Task KillAsync()
    {
        _child!.Kill();
        await _child.ExitAsync();
    }

    public Task<int> ExitAsync() => _child!.ExitAsync();

    /// <summary>Finishes the run; false when it died over it.</summary>
    public async Task<bool> FinishAsync()
    {
        await SayAsync("finish");
        return await AnswerAsync("drained") is not null;
    }

    /// <summary>Resident peak, in KiB.</summary>
    public async Task<int> PeakMemoryAsync()
    {
        await SayAsync("memory");
        return int.Parse((await AnswerAsync("memory"))!.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    /// <summary>Bytes and lines of stdout that are in the log, and that were dropped.</summary>
    public async Task<StreamFigures> CountsAsync()
    {
        await SayAsync("counts");
        var counts = (await AnswerAsync("counts"))!.Split(' ')[1..].Select(count => long.Parse(count, CultureInfo.InvariantCulture)).ToList();
        return new StreamFigures(counts[0], counts[1], counts[2], counts[3]);
    }

    /// <summary>The next line that begins with a word; null when it ended instead.</summary>
    public async Task<string?> AnswerAsync(string word)
    {
        while (await _child!.Output.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2)) is { } line)
        {
            if (line.StartsWith("trouble ", StringComparison.Ordinal) || line == "well") Troubles.Add(line);
            if (line.StartsWith(word, StringComparison.Ordinal)) return line;
        }

        return null;
    }

    public void Dispose() => _child?.Dispose();

    /// <summary>Has it look for closed files to compress.</summary>
    public Task LookAsync() => SayAsync("look");

    private async Task SayAsync(string word)
    {
        try
        {
            await _child!.Input.WriteLineAsync(word);
            await _child.Input.FlushAsync();
        }
        catch (IOException)
        {
            // It is dead already: the missing answer tells.
        }
    }
}

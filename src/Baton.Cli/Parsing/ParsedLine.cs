namespace Baton.Cli.Parsing;

/// <summary>A command line that fits its command's shape.</summary>
internal sealed class ParsedLine
{
    private readonly List<(OptionShape Option, string? Value)> _options = [];

    /// <summary>What was given besides options, in order.</summary>
    public List<string> Operands { get; } = [];

    /// <summary>Someone asked for help; the rest of the line does not matter.</summary>
    public bool WantsHelp { get; set; }

    /// <summary>The first operand, or null.</summary>
    public string? Operand => Operands.Count > 0 ? Operands[0] : null;

    /// <summary>True when the option was given.</summary>
    public bool Has(OptionShape option) => Find(option) >= 0;

    /// <summary>Value of the option; null when it was not given.</summary>
    public string? Value(OptionShape option) => Find(option) is >= 0 and var index ? _options[index].Value : null;

    /// <summary>All values of an option that takes many or may be given again; empty when it was not given.</summary>
    public IReadOnlyList<string> Values(OptionShape option)
    {
        var values = new List<string>();
        foreach (var given in _options)
        {
            if (ReferenceEquals(given.Option, option)) values.Add(given.Value!);
        }

        return values;
    }

    /// <summary>Notes an option; a second time is a mistake, since one of the two would have to be ignored.</summary>
    public void Add(OptionShape option, string? value)
    {
        if (!option.TakesMany && !option.IsRepeatable && Has(option)) throw CommandException.Usage($"option {option.Name} is given twice");
        _options.Add((option, value));
    }

    private int Find(OptionShape option)
    {
        for (var i = 0; i < _options.Count; i++)
        {
            if (ReferenceEquals(_options[i].Option, option)) return i;
        }

        return -1;
    }
}

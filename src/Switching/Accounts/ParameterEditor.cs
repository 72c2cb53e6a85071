using Tandem.Switching.Operators;
using Tandem.Switching.Parameters;

namespace Tandem.Switching.Accounts;

/// <summary>Sets parameters; a part of the <see cref="ConfigurationEditor"/>.</summary>
public sealed class ParameterEditor
{
    private readonly Lock _writing;
    private readonly IConfigurationStore _store;
    private readonly CurrentParameters _parameters;

    internal ParameterEditor(Lock writing, IConfigurationStore store, CurrentParameters parameters) =>
        (_writing, _store, _parameters) = (writing, store, parameters);

    /// <summary>Sets a parameter, by name or alias, from a text as an operator writes it.</summary>
    public EditResult<ParameterDefinition> Set(string name, string text, Actor actor, long now)
    {
        lock (_writing)
        {
            if (ParameterCatalogue.Find(name) is not { } parameter) return NoSuch(name);
            var before = _parameters.Set;
            if (!before.TryWith(parameter, text, out var changed, out var error))
            {
                return EditResult<ParameterDefinition>.Refused(EditOutcome.Invalid, "value", error);
            }
            return Store(parameter, before, changed, "param set", actor, now);
        }
    }

    /// <summary>Puts a parameter back to its default.</summary>
    public EditResult<ParameterDefinition> Reset(string name, Actor actor, long now)
    {
        lock (_writing)
        {
            if (ParameterCatalogue.Find(name) is not { } parameter) return NoSuch(name);
            var before = _parameters.Set;
            before.TryWith(parameter, parameter.DefaultText, out var changed, out _);
            return Store(parameter, before, changed, "param reset", actor, now);
        }
    }

    private EditResult<ParameterDefinition> Store(
        ParameterDefinition parameter, ParameterSet before, ParameterSet after, string action, Actor actor, long now)
    {
        if (before.Text(parameter) == after.Text(parameter))
        {
            return new EditResult<ParameterDefinition>(EditOutcome.Unchanged, parameter, []);
        }
        if (ParameterPairs.Problem(after) is { } problem)
        {
            return EditResult<ParameterDefinition>.Refused(EditOutcome.Invalid, "value", problem);
        }
        _store.SaveParameter(parameter.Name, after.IsSet(parameter) ? after.Text(parameter) : null,
            new AuditEntry(now, actor, action, parameter.Name, before.Text(parameter), after.Text(parameter)));
        _parameters.Swap(after);
        return new EditResult<ParameterDefinition>(EditOutcome.Changed, parameter, []);
    }

    private static EditResult<ParameterDefinition> NoSuch(string name) =>
        EditResult<ParameterDefinition>.Refused(EditOutcome.NotFound, "name", $"There is no parameter '{name}'.");
}

# %% [markdown]
# # Partner regions

# %%
import kadmcdm as kd

1 + 1
